using Mlp.Training.Specs;

namespace Mlp.Training;

/// <summary>The specs of all events, and of each file's.</summary>
/// <param name="All">Of all files.</param>
/// <param name="Each">Of each file, by its name.</param>
/// <param name="NotFinite">Features with values that are not finite, and how many: they count as missing.</param>
public sealed record SpecsOfFiles(DataSpecs All, IReadOnlyList<KeyValuePair<string, DataSpecs>> Each, IReadOnlyDictionary<string, long> NotFinite)
{
    internal static SpecsOfFiles Of(IReadOnlyList<string> names, List<EventExtents> parts, EventExtents all)
    {
        if (all.Events == 0)
        {
            throw new TrainingInputException(string.Join(", ", names), "no event is left", "loosen the cuts, or name files with events");
        }

        all.DemandFiniteRanges();
        var events = new Dictionary<string, long>(StringComparer.Ordinal) { ["total"] = all.Events };
        for (var i = 0; i < names.Count; i++)
        {
            events[names[i]] = parts[i].Events;
        }

        return new(
            all.ToSpecs(events),
            [.. names.Zip(parts, (name, part) => KeyValuePair.Create(name, part.ToSpecs()))],
            all.NotFinite.ToDictionary(pair => pair.Feature, pair => pair.Values, StringComparer.Ordinal));
    }
}
