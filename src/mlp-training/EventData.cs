using Mlp.Training.Chunks;
using Mlp.Training.Events;
using Mlp.Training.Preprocessing;
using Mlp.Training.Specs;

namespace Mlp.Training;

/// <summary>Events of one or several files, and what of them is fed to a model.</summary>
public sealed class EventData
{
    private readonly EventFiles _files;
    private readonly ChunkBuffers _buffers = new();

    private EventData(EventFiles files, TrainingSettings settings) => (_files, Settings) = (files, settings);

    /// <summary>The settings.</summary>
    public TrainingSettings Settings { get; }

    /// <summary>The files, in their order.</summary>
    public IReadOnlyList<string> Files => _files.Names;

    /// <summary>Branches that are no features because they hold no numbers, and why.</summary>
    public IReadOnlyDictionary<string, string> LeftOut => _files.LeftOut;

    /// <summary>What the chunks are made from, by name: files with their sizes and times, labels, and the settings on which they depend.</summary>
    public IReadOnlyDictionary<string, string> Identity => _files.Identity();

    /// <summary>Looks into each file, so that what does not fit together is known before the work begins.</summary>
    /// <param name="files">The files.</param>
    /// <param name="settings">Which events and branches are used.</param>
    /// <param name="preprocessing">A <c>preproc.json</c> with new branches and cuts; null for none.</param>
    /// <param name="ct">Ends the looking.</param>
    /// <exception cref="TrainingInputException">A file cannot be read, or does not have what the settings ask for.</exception>
    public static async Task<EventData> OpenAsync(TrainingFiles files, TrainingSettings settings, string? preprocessing = null, Ct ct = default) =>
        new(await EventFiles.Open(files, settings, preprocessing is null ? PreprocessingRules.None : PreprocessingFile.Read(preprocessing), ct), settings);

    /// <summary>Goes through all events once, unless their specs are kept from an earlier time.</summary>
    /// <param name="cacheFolder">Where specs are kept: found again as long as the files, by name, size and time, and the settings are the same. Null keeps none.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="TrainingInputException">A file cannot be read, or no event is left.</exception>
    public async Task<SpecsOfFiles> ReadSpecsAsync(string? cacheFolder = null, IProgress<EventProgress>? progress = null, Ct ct = default)
    {
        var cache = cacheFolder is null ? null : new SpecsCache(cacheFolder);
        var key = cache is null ? null : _files.SpecsKey();
        if (key is not null && cache!.Find(key) is { } known)
        {
            return known;
        }

        var specs = await ComputeSpecs(progress, ct);
        if (key is not null)
        {
            cache!.Keep(key, specs);
        }

        return specs;
    }

    /// <summary>The events as chunks of features, masks and labels. A chunk's memory is used again for the next one.</summary>
    /// <param name="specs">The specs of all files.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="TrainingInputException">A file cannot be read, or the specs are not of these files.</exception>
    public IAsyncEnumerable<Chunk> ReadChunksAsync(DataSpecs specs, Ct ct = default)
    {
        var counts = _files.Counts(specs);
        if (specs.Columns.CountBy(name => name).FirstOrDefault(column => column.Value > 1) is { Key: { } twice })
        {
            throw new TrainingInputException($"feature '{twice}'", "is called as a place of a list is, so that two columns would have one name", "exclude one of the two branches, or make a new one of another name");
        }

        var layout = new RowLayout(_files.Features, specs, Settings.Padding);
        return ChunkStream.Read(_files, new ChunkPlan(counts, Settings.Events, Settings.ChunkSize), layout, _buffers, ct);
    }

    /// <summary>Counts the values of all features, before and after the cuts. Goes through all events two or three times.</summary>
    /// <exception cref="TrainingInputException">A file cannot be read, or there are too many labels to tell apart.</exception>
    public Task<Distributions> ReadDistributionsAsync(Ct ct = default) => Distributions.Read(_files.WithoutCuts(), _files, ct);

    private async Task<SpecsOfFiles> ComputeSpecs(IProgress<EventProgress>? progress, Ct ct)
    {
        var parts = new List<EventExtents>();
        var all = _files.NewExtents();
        foreach (var name in _files.Names)
        {
            var part = _files.NewExtents();
            await foreach (var events in _files.Read(name, ct))
            {
                part.Add(events);
                progress?.Report(new(name, all.Events + part.Events));
            }

            parts.Add(part);
            all.Add(part);
        }

        return SpecsOfFiles.Of(_files.Names, parts, all);
    }
}
