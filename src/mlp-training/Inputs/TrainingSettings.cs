namespace Mlp.Training;

/// <summary>What <c>params.json</c> says: which events and branches are used, in what chunks, and how a model is fitted to them.</summary>
public sealed record TrainingSettings
{
    /// <summary>How many events are used over all files; -1 is all. The key is <c>nevts</c> or <c>nevents</c>.</summary>
    public long Events { get; init; } = -1;

    /// <summary>How many events a chunk has; -1 is one chunk of all.</summary>
    public int ChunkSize { get; init; } = 1000;

    /// <summary>The tree's path in ROOT files. The key is <c>branch</c>.</summary>
    public string Tree { get; init; } = "Events";

    /// <summary>Branches that identify an event, and are no features. Null stands for run, event and luminosityBlock, as far as a file has them.</summary>
    public IReadOnlyList<string>? Identifier { get; init; }

    /// <summary>The branches that are used; none means all. A name with a star at its end stands for all that begin so. The key is <c>selected_branches</c>.</summary>
    public IReadOnlyList<string> SelectedBranches { get; init; } = [];

    /// <summary>The branches that are not used, likewise. The key is <c>exclude_branches</c>.</summary>
    public IReadOnlyList<string> ExcludedBranches { get; init; } = [];

    /// <summary>What stands where an event has no value. The key is <c>nan</c>.</summary>
    public float Padding { get; init; } = float.NaN;

    /// <summary>What is put before names of files that this machine does not have.</summary>
    public string? Redirector { get; init; }

    /// <summary>How often the data is gone through.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>How many events make one step of fitting.</summary>
    public int BatchSize { get; init; } = 50;

    /// <summary>Whether the events of a chunk are taken in a new order in each epoch.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>How much is told; 0 is the least.</summary>
    public int Verbose { get; init; }

    /// <summary>The share of each chunk that is not fitted on: half of it validates, half of it tests.</summary>
    public double Split { get; init; } = 0.3;

    /// <summary>The folder that the branches' distributions are drawn into; null draws none. The key is <c>hist</c>.</summary>
    public string? Histograms { get; init; }

    /// <summary>Whether all metrics are told in the end, those of each class too.</summary>
    public bool Metrics { get; init; }

    /// <summary>From which score on an event counts as signal.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>Whether each epoch goes through all chunks, and not each chunk through all epochs. The key is <c>training</c>, its value <c>standard</c>.</summary>
    public bool IsStandard { get; init; }

    /// <summary>Reads the settings of a file.</summary>
    /// <exception cref="TrainingInputException">A key is unknown, or a value is not one that it can have.</exception>
    public static TrainingSettings Read(string path) => Inputs.SettingsReading.Read(path);
}
