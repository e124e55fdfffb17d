using System.Xml.Linq;

namespace Mlp.Training.Tests.Plots;

public sealed class DistributionTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Each_feature_becomes_a_picture_with_a_line_for_each_label_before_and_after_the_cuts()
    {
        var (a, b) = (_scratch.WriteRoot("a.root", 300), _scratch.WriteRoot("b.root", 200));
        var rules = _scratch.Write("preproc.json", """{"new_branch": {"a<b": {"def": "x + 1", "type": "flat"}}, "flat_cut": {"x": {"cut": "x < 100"}}}""");
        var data = await EventData.OpenAsync(TrainingFiles.From($"{a},{b}", "1,0"), new(), rules);
        var pictures = (await data.ReadDistributionsAsync()).Draw(_scratch["pictures"]);
        Assert.Equal(["a_b.svg", "n.svg", "x.svg", "y.svg", "list.svg"], pictures.Select(path => Path.GetFileName(path)));
        var x = XDocument.Load(_scratch["pictures/x.svg"]);
        Assert.Equal(4, x.Descendants().Count(element => element.Name.LocalName == "path"));
        var text = string.Join(' ', x.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value));
        Assert.Contains("label 0: 200 values label 1: 300 values", text, StringComparison.Ordinal);
        Assert.Contains("label 0: 100 values label 1: 100 values", text, StringComparison.Ordinal);
        Assert.Contains("before cuts", text, StringComparison.Ordinal);
        Assert.Equal(0, XDocument.Load(_scratch["pictures/y.svg"]).ToString().Split("NaN").Length - 1);
    }

    [Fact]
    public async Task Every_feature_has_a_picture_of_its_own_however_its_name_is_written_and_however_far_its_values_go()
    {
        var table = _scratch.Write("a.csv", "név,a/b,a_b,A_B", "1,2,3,-1.7e308", "2,3,4,1.7e308");
        var data = await EventData.OpenAsync(TrainingFiles.From(table), new());
        var pictures = (await data.ReadDistributionsAsync()).Draw(_scratch["pictures"]);
        Assert.Equal(["A_B.svg", "a_b-2.svg", "a_b-3.svg", "név.svg"], pictures.Select(path => Path.GetFileName(path)));
        Assert.All(pictures, path => Assert.DoesNotContain("NaN", XDocument.Load(path).ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Values_are_in_the_bins_that_they_belong_to_and_a_few_far_outside_are_counted_and_not_shown()
    {
        var table = _scratch.Write("a.csv", ["whole,far", .. Enumerable.Range(0, 20_000).Select(i => $"{i % 100},{(i < 8 ? -9999 : i == 8 ? 1e6 : i % 1000)}")]);
        var distributions = await (await EventData.OpenAsync(TrainingFiles.From(table), new())).ReadDistributionsAsync();
        var (far, whole) = (distributions.Each[0], distributions.Each[1]);
        Assert.Equal((0, 99), (whole.Least, whole.Largest));
        Assert.All(whole.Before[float.NaN].Counts, count => Assert.Equal(200, count));
        Assert.Equal((8, 1, 20_000), (far.Before[float.NaN].Below, far.Before[float.NaN].Above, far.Before[float.NaN].Total));
        Assert.InRange(far.Least, 0, 1);
        Assert.InRange(far.Largest, 998, 1024);
        Assert.All(far.Before[float.NaN].Counts.Take(95), count => Assert.InRange(count, 150, 250));
        distributions.Draw(_scratch["pictures"]);
        Assert.Contains("not shown: 8 below, 1 above", await File.ReadAllTextAsync(_scratch["pictures/far.svg"]), StringComparison.Ordinal);
        Assert.DoesNotContain("not shown", await File.ReadAllTextAsync(_scratch["pictures/whole.svg"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_cuts_there_is_one_panel_and_labels_may_be_a_branch()
    {
        var table = _scratch.Write("a.csv", "x,kind", "1,0", "2,1", "3,1");
        var data = await EventData.OpenAsync(TrainingFiles.From(table, "kind"), new());
        var picture = XDocument.Load((await data.ReadDistributionsAsync()).Draw(_scratch["pictures"]).Single());
        Assert.Equal(2, picture.Descendants().Count(element => element.Name.LocalName == "path"));
        var many = _scratch.Write("b.csv", ["x,kind", .. Enumerable.Range(0, 9).Select(i => $"{i},{i}")]);
        data = await EventData.OpenAsync(TrainingFiles.From(many, "kind"), new());
        Assert.Contains("more than 8", (await Assert.ThrowsAsync<TrainingInputException>(() => data.ReadDistributionsAsync())).Fact, StringComparison.Ordinal);
    }
}
