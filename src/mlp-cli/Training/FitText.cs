using System.Globalization;
using Mlp.Training;

namespace Mlp.Cli.Training;

/// <summary>How well a model does, for people.</summary>
internal static class FitText
{
    /// <summary>A part of a line.</summary>
    public static string Of(FitMetrics? metrics) => metrics is null ? "no events" : string.Join(", ", Parts(metrics));

    /// <summary>What is known at the end; where all metrics are wanted, of each class, too.</summary>
    public static IEnumerable<string> Lines(FitReport report, bool allMetrics)
    {
        if (report.StoppedEarly)
        {
            yield return report.Epoch is { } epoch ? $"stopped early; the parameters are those of epoch {epoch}" : "stopped early";
        }

        if (report.Test is not { } test)
        {
            yield break;
        }

        yield return string.Create(CultureInfo.InvariantCulture, $"test on {test.Rows} events that were held back: {Of(test)}");
        for (var i = 0; allMetrics && i < (test.Classes?.Count ?? 0); i++)
        {
            var each = test.Classes![i];
            var taken = string.Join(", ", test.Confusion![i].Select((count, other) => string.Create(CultureInfo.InvariantCulture, $"{count} as {other}")));
            yield return string.Create(
                CultureInfo.InvariantCulture, $"  class {i}: {each.Rows} events, precision {each.Precision:0.0000}, recall {each.Recall:0.0000}, F1 {each.F1:0.0000}; taken {taken}");
        }
    }

    private static IEnumerable<string> Parts(FitMetrics metrics)
    {
        yield return Text("loss", metrics.Loss);
        foreach (var (name, value) in new[] { ("AUC", metrics.Auc), ("accuracy", metrics.Accuracy), ("R²", metrics.RSquared) })
        {
            if (value is { } known)
            {
                yield return Text(name, known);
            }
        }
    }

    private static string Text(string name, double value) => string.Create(CultureInfo.InvariantCulture, $"{name} {value:0.0000}");
}
