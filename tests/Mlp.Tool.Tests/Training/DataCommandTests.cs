using System.Text.Json;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Training;

/// <summary>What <c>mlp data</c> and <c>mlp train</c> answer, and what they refuse before anything is built.</summary>
public sealed class DataCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DataCommandTests()
    {
        Write("a.csv", "run,x,kind\n1,0,0\n2,5,1\n3,10,1\n");
        Write("params.json", """{"chunk_size": 2}""");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Specs_are_the_answer_and_files_and_kept_for_the_next_time()
    {
        var (exit, output, errors) = await Run("data", "specs", "--files", "a.csv", "--labels", "kind", "--output", "json");
        Assert.Equal(0, exit);
        Assert.Equal(10, JsonElement.Parse(output).GetProperty("maxv").GetProperty("x").GetDouble());
        Assert.Equal(output, await File.ReadAllTextAsync(_folder.PathOf("global-specs.json")));
        Assert.True(File.Exists(_folder.PathOf("specs-a.json")));
        Assert.Contains("specs of 3 events: ", errors, StringComparison.Ordinal);
        (_, output, errors) = await Run("data", "specs", "--files", "a.csv", "--labels", "kind");
        Assert.Equal(["FEATURE  LONGEST  LEAST  GREATEST", "x        -        0      10"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("kept from earlier", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_which_nothing_is_left_is_told()
    {
        Write("b.csv", "run,x,kind\n1,0,0\n");
        Write("cut.json", """{"flat_cut": {"x": {"cut": "x > 2"}}}""");
        var (exit, _, errors) = await Run("data", "specs", "--files", "a.csv,b.csv", "--labels", "1,0", "--preproc", "cut.json");
        Assert.True(exit == 0 && errors.Contains("no event of b.csv is used", StringComparison.Ordinal), errors);
        await Refused(1, "'' is no number", "data", "specs", "--files", "a.csv,b.csv", "--labels", "1,,0");
    }

    [Fact]
    public async Task Chunks_are_written_once_into_a_folder()
    {
        string[] arguments = ["data", "chunks", "--files", "a.csv", "--labels", "kind", "--params", "params.json", "--into", "out", "--output", "json"];
        var (exit, output, _) = await Run(arguments);
        Assert.Equal(0, exit);
        Assert.Equal([2, 1], JsonElement.Parse(output).GetProperty("chunks").EnumerateArray().Select(chunk => chunk.GetProperty("rows").GetInt32()));
        Assert.Equal(["x"], await File.ReadAllLinesAsync(_folder.PathOf("out/columns.txt")));
        Assert.Equal(7, Directory.GetFiles(_folder.PathOf("out")).Length);
        await Refused(1, "MLP7964: the folder has chunks already", arguments[..^2]);
    }

    [Fact]
    public async Task Specs_of_an_earlier_time_normalise_other_events()
    {
        await Run("data", "specs", "--files", "a.csv", "--labels", "kind");
        Write("b.csv", "x,kind\n20,1\n");
        Assert.Equal(0, (await Run("data", "chunks", "--files", "b.csv", "--labels", "kind", "--specs", "global-specs.json", "--into", "out")).Exit);
        var bytes = await File.ReadAllBytesAsync(_folder.PathOf("out/chunk-00000-features.npy"));
        Assert.Equal(2f, BitConverter.ToSingle(bytes.AsSpan(bytes.Length - 4)));
    }

    [Fact]
    public async Task Pictures_are_named_after_their_features()
    {
        var (exit, output, _) = await Run("data", "plot", "--files", "a.csv", "--labels", "kind", "--into", "pictures");
        Assert.Equal((0, "pictures/x.svg"), (exit, output.Trim()));
        Assert.StartsWith("<svg", await File.ReadAllTextAsync(_folder.PathOf("pictures/x.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_told_with_a_remedy_and_without_a_trace()
    {
        Directory.CreateDirectory(_folder.PathOf("full"));
        Write("noise", "a\0b");
        Write("bad.json", """{"chunksize": 2}""");
        Write("cut.json", """{"flat_cut": {"x": {"cut": "x >"}}}""");
        await Refused(2, "Option '--files' is required", "data", "specs");
        await Refused(2, "MLP7001: 'xls' is not one of root, csv, json", "data", "specs", "--files", "a.csv", "--dtype", "xls");
        await Refused(1, "MLP7961: bad.json: 'chunksize' is no parameter (closest: chunk_size)", "data", "specs", "--files", "a.csv", "--params", "bad.json");
        await Refused(1, "MLP7961: cut.json: flat_cut.x.cut", "data", "specs", "--files", "a.csv", "--preproc", "cut.json");
        await Refused(1, "MLP7961: none.root: cannot be read", "data", "specs", "--files", "none.root");
        await Refused(1, "MLP7961: a.csv: cannot be read", "data", "specs", "--files", "a.csv", "--dtype", "root");
        await Refused(1, "MLP7963", "data", "specs", "--files", "a.csv", "--into", "a.csv");
        await Refused(1, "MLP7961: full: is a folder", "data", "specs", "--files", "full");
        await Refused(1, "MLP7961: noise: is no list, but holds other data", "data", "specs", "--files", "noise");
        await Refused(2, "nothing says what the events are", "train", "--files", "a.csv", "--model", ".");
        await Refused(2, "leave it out", "data", "specs", "--files", "a.csv", "--registry", "http://127.0.0.1:1");
    }

    [Theory]
    [InlineData(2, "is not a name", "--model", "No Such Model")]
    [InlineData(2, "'weights@1.0' has a version, but the name alone is wanted", "--model", ".", "--publish", "weights@1.0")]
    [InlineData(2, "nothing is", "--model", ".", "--metadata", "a=b")]
    [InlineData(2, "--type and --type-version are for projects", "--model", "signal", "--type", "signal")]
    [InlineData(2, "'-1' is not a number from 0", "--model", ".", "--seed", "-1")]
    [InlineData(2, "'0' is not a number from 1", "--model", ".", "--patience", "0")]
    [InlineData(2, "'v1' is not a version of a model type", "--model", ".", "--type-version", "v1")]
    [InlineData(1, "MLP7968", "--model", ".", "--into", "full")]
    [InlineData(1, "MLP7963", "--model", ".", "--into", "a.csv")]
    [InlineData(1, "no_such_model", "--model", "no_such_model")]
    public async Task A_training_that_cannot_be_is_refused_at_once(int exit, string said, params string[] arguments)
    {
        Directory.CreateDirectory(_folder.PathOf("full/x"));
        await Refused(exit, said, ["train", "--files", "a.csv", "--labels", "kind", .. arguments]);
    }

    [Fact]
    public async Task Without_a_folder_for_temporary_files_nothing_begins()
    {
        var (exit, _, errors) = await Tool.Run(
            ["train", "--files", "a.csv", "--labels", "kind", "--model", "."], new Dictionary<string, string> { ["TMPDIR"] = _folder.PathOf("none"), ["MLP_HOME"] = _folder.PathOf("home") }, folder: _folder.Path);
        Assert.Equal(1, exit);
        Assert.StartsWith("MLP7613: no temporary folder can be made", errors, StringComparison.Ordinal);
    }

    private async Task Refused(int exit, string said, params string[] arguments)
    {
        var (code, output, errors) = await Run(arguments);
        Assert.True(code == exit && errors.Contains(said, StringComparison.Ordinal), $"mlp {string.Join(' ', arguments)} ended with {code}: {errors}");
        Assert.Empty(output);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private Task<(int Exit, string Output, string Errors)> Run(params string[] arguments) => Tool.Run(
        arguments,
        new Dictionary<string, string> { ["MLP_CACHE"] = _folder.PathOf("cache"), ["MLP_HOME"] = _folder.PathOf("home"), ["XDG_CONFIG_HOME"] = _folder.PathOf("config") },
        folder: _folder.Path);

    private void Write(string name, string text) => File.WriteAllText(_folder.PathOf(name), text);
}
