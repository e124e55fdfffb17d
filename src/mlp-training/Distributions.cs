using Mlp.Training.Events;
using Mlp.Training.Plots;

namespace Mlp.Training;

/// <summary>How the values of all features are distributed, for each label, before and after the cuts; to be looked at.</summary>
public sealed class Distributions
{
    private const int MostLabels = 8;
    private const int LongestName = 60;
    private readonly List<FeatureDistribution> _features;

    private Distributions(List<FeatureDistribution> features) => _features = features;

    /// <summary>The features.</summary>
    public IReadOnlyList<string> Features => _features.ConvertAll(feature => feature.Name);

    internal IReadOnlyList<FeatureDistribution> Each => _features;

    /// <summary>Draws each feature as an SVG picture named after it; answers the files.</summary>
    public IReadOnlyList<string> Draw(string folder)
    {
        Directory.CreateDirectory(folder);
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return _features.ConvertAll(feature =>
        {
            var path = Path.Combine(folder, FileName(feature.Name, taken));
            File.WriteAllText(path, DistributionPicture.Of(feature));
            return path;
        });
    }

    internal static async Task<Distributions> Read(EventFiles all, EventFiles cut, Ct ct)
    {
        var spreads = all.Features.Select(_ => new ValueSpread()).ToList();
        foreach (var name in all.Names)
        {
            await foreach (var events in all.Read(name, ct))
            {
                for (var i = 0; i < spreads.Count; i++)
                {
                    Count(events, i, _ => spreads[i]);
                }
            }
        }

        var features = all.Features.Zip(spreads, (feature, spread) => new FeatureDistribution(feature.Name, spread.Shown().Least, spread.Shown().Largest)).ToList();
        await Fill(features, all, afterCuts: false, ct);
        if (!ReferenceEquals(all, cut))
        {
            await Fill(features, cut, afterCuts: true, ct);
        }

        return new(features);
    }

    private static async Task Fill(List<FeatureDistribution> features, EventFiles files, bool afterCuts, Ct ct)
    {
        for (var file = 0; file < files.Names.Count; file++)
        {
            await foreach (var events in files.Read(files.Names[file], ct))
            {
                for (var i = 0; i < features.Count; i++)
                {
                    var feature = features[i];
                    var ofFile = events.Label is null ? feature.Of(files.LabelOf(file), afterCuts) : null;
                    Count(events, i, place => ofFile ?? Labelled(feature, (float)events.Label![place], afterCuts));
                }
            }
        }
    }

    private static void Count(SelectedEvents events, int feature, Func<int, IValueCount> countOf)
    {
        var column = events.Features[feature];
        for (var i = 0; i < events.Count; i++)
        {
            var place = events.Passing is { } passing ? passing.Span[i] : i;
            var into = countOf(place);
            var (start, end) = column.IsJagged ? (column.Offsets.Span[place], column.Offsets.Span[place + 1]) : (place, place + 1);
            for (var item = start; item < end; item++)
            {
                into.Add(column[item]);
            }
        }
    }

    private static Histogram Labelled(FeatureDistribution feature, float label, bool afterCuts)
    {
        var known = afterCuts ? feature.After : feature.Before;
        return known.ContainsKey(label) || known.Count < MostLabels
            ? feature.Of(label, afterCuts)
            : throw new TrainingInputException("the labels", $"there are more than {MostLabels} of them", "draw without --labels, or take a branch of classes");
    }

    // Names of branches may hold what names of files may not, and some differ in nothing else.
    private static string FileName(string feature, HashSet<string> taken)
    {
        var plain = string.Concat(feature.Take(LongestName).Select(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '_'));
        return Enumerable.Range(1, int.MaxValue).Select(number => number == 1 ? $"{plain}.svg" : $"{plain}-{number}.svg").First(taken.Add);
    }
}
