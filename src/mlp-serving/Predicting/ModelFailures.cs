using Mlp.Models;
using Mlp.Serving.Telemetry;

namespace Mlp.Serving.Predicting;

/// <summary>What callers are told when a model throws; the rest stays in the log.</summary>
internal static class ModelFailures
{
    public static Refusal Explain(Exception failure)
    {
        if (failure is InvalidInputException invalid)
        {
            return new(ErrorCode.InputRefused, invalid.Message, PathOf(invalid.Path), "send an input that this model takes; /openapi/v1.json describes it");
        }

        Log.Error("the model failed", failure);
        return new(ErrorCode.ModelFailed, $"the model threw {failure.GetType().Name}", remedy: "try another input; the log of the serving process has the reason", cause: failure);
    }

    private static string PathOf(string? path) => path switch
    {
        null or "" => "$",
        ['$', ..] => path,
        ['[', ..] => "$" + path,
        _ => "$." + path,
    };
}
