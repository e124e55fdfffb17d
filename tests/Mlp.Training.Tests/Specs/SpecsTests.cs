using System.Text.Json;

namespace Mlp.Training.Tests.Specs;

public sealed class SpecsTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Specs_are_written_as_the_original_writes_them_and_read_again()
    {
        var (a, b) = (_scratch.WriteRoot("a.root", 3), _scratch.WriteRoot("b.root", 11));
        var specs = await (await EventData.OpenAsync(TrainingFiles.From($"{a},{b}"), new())).ReadSpecsAsync();
        specs.All.Write(_scratch["global-specs.json"]);
        var json = JsonDocument.Parse(await File.ReadAllTextAsync(_scratch["global-specs.json"])).RootElement;
        Assert.Equal(["jdim", "minv", "maxv", "fkeys", "jkeys", "nans", "events"], json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(3, json.GetProperty("jdim").GetProperty("list").GetInt32());
        Assert.Equal(10, json.GetProperty("maxv").GetProperty("x").GetDouble());
        Assert.Equal(3, json.GetProperty("nans").GetProperty("y").GetDouble());
        Assert.Equal((14, 3, 11), (json.GetProperty("events").GetProperty("total").GetInt32(), json.GetProperty("events").GetProperty(a).GetInt32(), json.GetProperty("events").GetProperty(b).GetInt32()));
        Assert.Equal([2, 3], specs.Each.Select(each => each.Value.Lengths["list"]));
        Assert.Equal(specs.All.Columns, DataSpecs.Read(_scratch["global-specs.json"]).Columns);
        specs.Each[0].Value.Write(_scratch["specs-a.json"]);
        Assert.DoesNotContain("events", await File.ReadAllTextAsync(_scratch["specs-a.json"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"jdim": {}, "minv": {}, "maxv": {}, "fkeys": ["x"], "jkeys": [], "nans": {}}""")]
    [InlineData("""{"jdim": {"x": -1}, "minv": {"x": 0}, "maxv": {"x": 1}, "fkeys": [], "jkeys": ["x"], "nans": {}}""")]
    [InlineData("""{"jdim": {}, "minv": {"x": 2}, "maxv": {"x": 1}, "fkeys": ["x"], "jkeys": [], "nans": {}}""")]
    [InlineData("""{"jdim": {}, "minv": {"x": -1.7e308}, "maxv": {"x": 1.7e308}, "fkeys": ["x"], "jkeys": [], "nans": {}}""")]
    [InlineData("""{"jdim": {}, "minv": {}, "maxv": {}, "fkeys": [], "jkeys": [], "nans": {}, "more": 1}""")]
    public void What_are_no_specs_is_refused(string json) =>
        Assert.Contains("holds no specs", Assert.Throws<TrainingInputException>(() => DataSpecs.Read(_scratch.Write("specs.json", json))).Fact, StringComparison.Ordinal);

    [Fact]
    public async Task Values_too_far_apart_to_be_normalised_are_refused()
    {
        var table = _scratch.Write("a.csv", "x,far", "1,-1.7e308", "2,1.7e308");
        var error = await Assert.ThrowsAsync<TrainingInputException>(() => Scratch.Read(table));
        Assert.Equal(("feature 'far'", "has values from -1.7E+308 to 1.7E+308, which are too far apart to be normalised"), (error.Where, error.Fact));
    }

    [Fact]
    public async Task Specs_are_kept_until_a_file_or_a_setting_is_another()
    {
        var (file, cache) = (_scratch.Write("a.csv", "x,y", "1,2", "3,4"), _scratch["cache"]);
        var rules = _scratch.Write("preproc.json", """{"flat_cut": {"x": {"cut": "x > 2"}}}""");
        Assert.Equal(1, await Largest("x", new()) - await Largest("x", new(), rules) + 1);
        Assert.Equal(2, Directory.GetFiles(cache).Length);
        Assert.Equal(3, await Largest("x", new()));
        Assert.Equal(2, Directory.GetFiles(cache).Length);

        // Damaged, they are computed again.
        foreach (var kept in Directory.GetFiles(cache))
        {
            await File.WriteAllTextAsync(kept, "{");
        }

        Assert.Equal(3, await Largest("x", new()));
        _scratch.Write("a.csv", "x,y", "1,2", "9,4");
        File.SetLastWriteTimeUtc(file, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(9, await Largest("x", new()));
        Assert.Equal(4, await Largest("y", new() { ExcludedBranches = ["x"] }));
        Assert.Equal(4, Directory.GetFiles(cache).Length);

        async Task<double> Largest(string feature, TrainingSettings settings, string? preprocessing = null) =>
            (await (await EventData.OpenAsync(TrainingFiles.From(file), settings, preprocessing)).ReadSpecsAsync(cache)).All.Largest[feature];
    }

    [Fact]
    public async Task Specs_of_other_features_are_refused_and_lists_longer_than_they_say()
    {
        var (root, table) = (_scratch.WriteRoot("a.root", 12), _scratch.Write("a.csv", "x", "1"));
        var data = await EventData.OpenAsync(TrainingFiles.From(root), new());
        var other = (await (await EventData.OpenAsync(TrainingFiles.From(table), new())).ReadSpecsAsync()).All;
        Assert.Contains("other features", Assert.Throws<TrainingInputException>(() => data.ReadChunksAsync(other)).Fact, StringComparison.Ordinal);
        var own = (await data.ReadSpecsAsync()).All;
        var error = await Assert.ThrowsAsync<TrainingInputException>(() => Rows(data, own with { Lengths = new Dictionary<string, int> { ["list"] = 2 } }));
        Assert.Contains("an event has 3 values, the specs say at most 2", error.Fact, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<TrainingInputException>(() => Rows(data, own with { Events = new Dictionary<string, long> { [root] = 13, ["total"] = 13 } }));
        Assert.Contains("fewer events than the specs say", error.Fact, StringComparison.Ordinal);
    }

    private static async Task<int> Rows(EventData data, DataSpecs specs)
    {
        var rows = 0;
        await foreach (var chunk in data.ReadChunksAsync(specs))
        {
            rows += chunk.Rows;
        }

        return rows;
    }
}
