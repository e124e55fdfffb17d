namespace Mlp.Training.Tests.Inputs;

public sealed class TrainingFilesTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Files_and_labels_come_from_lists_or_from_the_command_line()
    {
        var list = _scratch.Write("files.txt", "# two", "a.root", "  https://example.org/b.root  # the other", "");
        var labels = _scratch.Write("labels.txt", "1", "0");
        var listed = TrainingFiles.From(list, labels);
        Assert.Equal(["a.root", "https://example.org/b.root"], listed.Names);
        Assert.Equal([1f, 0f], listed.Labels!);
        var named = TrainingFiles.From("a.csv, b.jsonl.gz", "0,1");
        Assert.Equal(["a.csv", "b.jsonl.gz"], named.Names);
        Assert.Equal([0f, 1f], named.Labels!);
        Assert.Equal(("kind", null), (TrainingFiles.From("a.root", "kind").LabelBranch, TrainingFiles.From("a.root", "kind").Labels));
        Assert.Null(TrainingFiles.From("a.root").Labels);
    }

    [Theory]
    [InlineData("a.root,b.root", "1", "has 1 labels for 2 files")]
    [InlineData("a.root,b.root", "1,signal", "'signal' is no number")]
    [InlineData("a.root,a.root", null, "twice")]
    [InlineData("a.parquet", null, "Parquet")]
    [InlineData("a.dat", null, "does not say what the file is written in")]
    [InlineData("", null, "names no file")]
    [InlineData("nowhere.txt", null, "cannot be read")]
    public void What_does_not_fit_is_told(string files, string? labels, string fact) =>
        Assert.Contains(fact, Assert.Throws<TrainingInputException>(() => TrainingFiles.From(files, labels)).Fact, StringComparison.Ordinal);

    [Fact]
    public void An_address_of_XRootD_is_refused_with_what_to_do()
    {
        Assert.Contains("XRootD", Assert.Throws<TrainingInputException>(() => TrainingFiles.Locate("root://host//a.root", null)).Fact, StringComparison.Ordinal);
        Assert.Equal("https://example.org/data/a.root", TrainingFiles.Locate("a.root", "https://example.org/data/"));
        Assert.Equal(_scratch.Write("here.csv", "x"), TrainingFiles.Locate(_scratch["here.csv"], "https://example.org/data/"));
    }
}
