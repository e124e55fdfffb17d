using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Mlp.Root;
using Mlp.Training.Columns;
using Mlp.Training.Preprocessing;
using Mlp.Training.Sources;
using Mlp.Training.Specs;

namespace Mlp.Training.Events;

/// <summary>Files that give the same features. Each is open only while it is read.</summary>
internal sealed class EventFiles
{
    private const long AllStepBytes = 96L << 20;
    private const long LeastStepBytes = 1L << 20;
    private const long MostStepBytes = 32L << 20;
    private readonly TrainingFiles _files;
    private readonly TrainingSettings _settings;
    private readonly PreprocessingRules _rules;
    private readonly FeaturePlan _plan;

    private EventFiles(TrainingFiles files, TrainingSettings settings, PreprocessingRules rules, FeaturePlan plan, IReadOnlyDictionary<string, string> leftOut) =>
        (_files, _settings, _rules, _plan, LeftOut) = (files, settings, rules, plan, leftOut);

    public IReadOnlyList<string> Names => _files.Names;

    public IReadOnlyList<EventBranch> Features => _plan.Features;

    public IReadOnlyDictionary<string, string> LeftOut { get; }

    /// <exception cref="TrainingInputException">A file cannot be read, does not have what the settings ask for, or has other features than the first.</exception>
    public static async Task<EventFiles> Open(TrainingFiles files, TrainingSettings settings, PreprocessingRules rules, Ct ct)
    {
        var leftOut = new SortedDictionary<string, string>(StringComparer.Ordinal);
        FeaturePlan? first = null;
        foreach (var name in files.Names)
        {
#pragma warning disable CA2000 // It is disposed.
            using var source = await OpenSource(name, files, settings, ct);
#pragma warning restore CA2000
            if (files.LabelFile is { } list && source.Branches.Any(branch => branch.Name == list))
            {
                throw new TrainingInputException("--labels", $"'{list}' is a file, and a branch of {name} as well", $"write ./{list} for the file; to mean the branch, rename the file");
            }

            var plan = FeaturePlan.Of(source, settings, rules, files.LabelBranch);
            first ??= plan;
            plan.DemandSame(first, files.Names[0], name);
            AddLeftOut(source, settings, leftOut);
        }

        return new(files, settings, rules, first!, leftOut);
    }

    /// <summary>The same with all events; this one where nothing is cut.</summary>
    public EventFiles WithoutCuts() => _rules.AllCuts.Any() ? new(_files, _settings, _rules.WithoutCuts(), _plan, LeftOut) : this;

    /// <summary>What the specs are kept under; null where they cannot be.</summary>
    public string? SpecsKey() => SpecsCache.KeyOf(_files, _settings, _rules.Text);

    /// <summary>Everything on which chunks depend, by name.</summary>
    public IReadOnlyDictionary<string, string> Identity()
    {
        var identity = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["labels"] = _files.LabelBranch ?? (_files.Labels is { } labels ? string.Join(", ", labels.Select(label => label.ToString(CultureInfo.InvariantCulture))) : "none"),
            ["dtype"] = _files.Format?.ToString() ?? "as the names say",
            ["nevts"] = _settings.Events.ToString(CultureInfo.InvariantCulture),
            ["chunk_size"] = _settings.ChunkSize.ToString(CultureInfo.InvariantCulture),
            ["branch"] = _settings.Tree,
            ["identifier"] = SpecsCache.Listed(_settings.Identifier),
            ["selected_branches"] = SpecsCache.Listed(_settings.SelectedBranches),
            ["exclude_branches"] = SpecsCache.Listed(_settings.ExcludedBranches),
            ["nan"] = _settings.Padding.ToString(CultureInfo.InvariantCulture),
            ["preproc.json"] = _rules.Text is { } text ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))) : "none",
        };
        foreach (var (index, name) in Names.Index())
        {
            identity[string.Create(CultureInfo.InvariantCulture, $"file {index + 1}")] = Described(name);
        }

        return identity;
    }

    public EventExtents NewExtents() => new(Features);

    /// <summary>The label of all events of a file; NaN where there is none, or a branch holds them.</summary>
    public float LabelOf(int file) => _files.Labels?[file] ?? float.NaN;

    /// <summary>The events of a file that pass all cuts.</summary>
    /// <exception cref="TrainingInputException">It cannot be read to its end.</exception>
    public async IAsyncEnumerable<SelectedEvents> Read(string name, [EnumeratorCancellation] Ct ct)
    {
        using var source = await OpenSource(name, _files, _settings, ct);
        var plan = FeaturePlan.Of(source, _settings, _rules, _files.LabelBranch);
        var selection = plan.Start(name);
        await using var batches = source.Read(plan.Read, Math.Clamp(AllStepBytes / Names.Count, LeastStepBytes, MostStepBytes), ct).GetAsyncEnumerator(ct);
        while (await Next(batches, name))
        {
            using var batch = batches.Current;
            yield return selection.Select(batch);
        }
    }

    /// <summary>How many events of each file pass, as specs say.</summary>
    /// <exception cref="TrainingInputException">The specs are of other files, or of other features.</exception>
    public IReadOnlyList<long> Counts(DataSpecs specs)
    {
        var flat = Features.Where(feature => !feature.IsJagged).Select(feature => feature.Name);
        var jagged = Features.Where(feature => feature.IsJagged).Select(feature => feature.Name);
        if (specs.Events is null || !flat.SequenceEqual(specs.Flat) || !jagged.SequenceEqual(specs.Jagged))
        {
            throw new TrainingInputException("specs", specs.Events is null ? "do not say how many events each file has" : "are of other features than the files and settings give", "compute them again from these files and settings");
        }

        return [.. Names.Select(name => specs.Events.TryGetValue(name, out var count) ? count : throw new TrainingInputException("specs", $"say nothing of the file '{name}'", "compute them again from these files and settings"))];
    }

    private string Described(string name) => new FileInfo(TrainingFiles.Locate(name, _settings.Redirector)) is { Exists: true } file
        ? string.Create(CultureInfo.InvariantCulture, $"{name} ({file.Length} bytes of {file.LastWriteTimeUtc:O})")
        : name;

    private static void AddLeftOut(IEventSource source, TrainingSettings settings, SortedDictionary<string, string> leftOut)
    {
        foreach (var (branch, reason) in source.Others.Where(other => settings.SelectedBranches.Count == 0 && !BranchChoice.IsAmong(other.Key, settings.ExcludedBranches)))
        {
            leftOut[branch] = reason;
        }
    }

    private static Task<IEventSource> OpenSource(string name, TrainingFiles files, TrainingSettings settings, Ct ct) =>
        EventSources.Open(TrainingFiles.Locate(name, settings.Redirector), files.Format, settings, ct);

    private static async ValueTask<bool> Next(IAsyncEnumerator<EventBatch> batches, string name)
    {
        try
        {
            return await batches.MoveNextAsync();
        }
        catch (Exception e) when (e is RootFormatException or IOException or HttpRequestException)
        {
            throw new TrainingInputException(name, $"cannot be read to its end: {e.Message}", "replace the file", e);
        }
    }
}
