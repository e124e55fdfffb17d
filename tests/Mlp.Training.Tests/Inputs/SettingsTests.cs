namespace Mlp.Training.Tests.Inputs;

public sealed class SettingsTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Every_key_of_the_original_is_read()
    {
        var settings = Read(
            """
            { "nevts": 12000, "chunk_size": 5000, "branch": "boostedAk8/events", "identifier": ["runNo", "evtNo"], "selected_branches": ["a", "b*"], "exclude_branches": "c, d",
              "nan": -1.5, "redirector": "https://example.org/data", "epochs": 5, "batch_size": 100, "shuffle": "False", "verbose": 2, "split": 0.2, "hist": "pdfs",
              "metrics": { "threshold": 0.7 }, "training": "standard" }
            """);
        Assert.Equal((12000, 5000, "boostedAk8/events"), (settings.Events, settings.ChunkSize, settings.Tree));
        Assert.Equal(["runNo", "evtNo"], settings.Identifier!);
        Assert.Equal(["a", "b*"], settings.SelectedBranches);
        Assert.Equal(["c", "d"], settings.ExcludedBranches);
        Assert.Equal((-1.5f, "https://example.org/data", 5, 100, false, 2), (settings.Padding, settings.Redirector, settings.Epochs, settings.BatchSize, settings.Shuffle, settings.Verbose));
        Assert.Equal((0.2, "pdfs", true, 0.7, true), (settings.Split, settings.Histograms, settings.Metrics, settings.Threshold, settings.IsStandard));
    }

    [Fact]
    public void Nothing_said_means_what_the_original_does()
    {
        var settings = Read("{}");
        Assert.Equal((-1L, 1000, "Events", 10, 50, 0.3), (settings.Events, settings.ChunkSize, settings.Tree, settings.Epochs, settings.BatchSize, settings.Split));
        Assert.True(float.IsNaN(settings.Padding));
        Assert.Null(settings.Identifier);
        Assert.Empty(Read("""{ "selected_branches": "", "exclude_branches": "", "identifier": "" }""").SelectedBranches);
        Assert.Equal(7, Read("""{ "nevents": 7 }""").Events);
        Assert.True(float.IsNaN(Read("""{ "nan": "nan" }""").Padding));
    }

    [Fact]
    public void Branches_may_be_excluded_by_a_file()
    {
        var list = _scratch.Write("exclude.txt", "# not these", "a", "b # nor this");
        Assert.Equal(["a", "b"], Read($$"""{ "exclude_branches": "{{list}}" }""").ExcludedBranches);
    }

    [Theory]
    [InlineData("""{ "chunksize": 5 }""", "'chunksize' is no parameter (closest: chunk_size)")]
    [InlineData("""{ "nevts": "all" }""", "'nevts' is 'all'")]
    [InlineData("""{ "nevts": -2 }""", "'nevts' is -2")]
    [InlineData("""{ "nevts": 0 }""", "'nevts' is 0")]
    [InlineData("""{ "nevts": 1, "nevents": 2 }""", "'nevts' and 'nevents' say the same")]
    [InlineData("""{ "chunk_size": 0 }""", "'chunk_size' is 0")]
    [InlineData("""{ "chunk_size": 1.5 }""", "'chunk_size' is 1.5")]
    [InlineData("""{ "chunk_size": 99999999999 }""", "'chunk_size' is 99999999999")]
    [InlineData("""{ "epochs": 0 }""", "'epochs' is 0")]
    [InlineData("""{ "split": 1 }""", "'split' is 1")]
    [InlineData("""{ "shuffle": "maybe" }""", "'shuffle' is 'maybe'")]
    [InlineData("""{ "selected_branches": [1] }""", "'selected_branches' is of kind Array")]
    [InlineData("""{ "metrics": { "treshold": 0.5 } }""", "'metrics' has the unknown field 'treshold'")]
    [InlineData("""{ "metrics": { "threshold": 2 } }""", "'metrics.threshold' is 2")]
    [InlineData("""{ "training": "fast" }""", "'training' is 'fast'")]
    [InlineData("""{ "branch": 1, "branch": 2 }""", "is no JSON")]
    [InlineData("""{ "nan": NaN }""", "is no JSON")]
    [InlineData("""[1]""", "holds of kind Array")]
    [InlineData("", "is no JSON")]
    public void What_is_wrong_is_told_with_the_key_and_the_value(string json, string fact)
    {
        var error = Assert.Throws<TrainingInputException>(() => Read(json));
        Assert.Contains(fact, error.Fact, StringComparison.Ordinal);
        Assert.Contains("params.json", error.Where, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains("cannot be read", Assert.Throws<TrainingInputException>(() => TrainingSettings.Read(_scratch["none.json"])).Fact, StringComparison.Ordinal);

    private TrainingSettings Read(string json) => TrainingSettings.Read(_scratch.Write("params.json", json));
}
