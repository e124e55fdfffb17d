using System.Text.Json;
using Mlp.Models;
using Mlp.Serving.Loading;
using Mlp.Serving.Telemetry;

namespace Mlp.Serving.Predicting;

/// <summary>The first prediction, with a made-up input: after it the code is compiled, and known to run.</summary>
internal static class WarmUp
{
    private const int LongestGuess = 64;
    private static readonly int[] LongerGuesses = [100, 128, 256, 512, 784, 1024];

#pragma warning disable CA1031 // The model's code may throw anything.
    /// <summary>Answers the input that the model took, or that it refused as a model may.</summary>
    /// <exception cref="Refusal">The model failed.</exception>
    public static TInput? Run<TInput, TOutput>(Instance<TInput, TOutput> instance, IReadOnlyList<int>? dimensions, JsonSerializerOptions json)
    {
        Exception? failure = null;
        var (refused, wasRefused) = (default(TInput), false);
        foreach (var input in Inputs<TInput>(dimensions, json))
        {
            try
            {
                instance.Try(input);
                return input;
            }
            catch (InvalidInputException)
            {
                (refused, wasRefused) = (input, true);
            }
            catch (Exception e)
            {
                failure = e;
            }
        }

        return failure is null || wasRefused ? refused : throw Failed(failure);
    }

    private static IEnumerable<TInput> Inputs<TInput>(IReadOnlyList<int>? dimensions, JsonSerializerOptions json)
    {
        if (typeof(TInput).IsSZArray && typeof(TInput).GetElementType()!.IsPrimitive)
        {
            var element = typeof(TInput).GetElementType()!;
            return Lengths(dimensions).Select(length => (TInput)(object)Array.CreateInstance(element, length));
        }

        return Made<TInput>(json) is { } made ? [made] : [];
    }

    // Where the length is not declared, the model knows it: the one that it takes is found.
    private static IEnumerable<int> Lengths(IReadOnlyList<int>? dimensions) => dimensions is null
        ? Enumerable.Range(1, LongestGuess).Concat(LongerGuesses)
        : [(int)long.Min(dimensions.Aggregate(1L, (product, d) => product * long.Abs(d)), Array.MaxLength)];

    private static TInput? Made<TInput>(JsonSerializerOptions json)
    {
        try
        {
            return ExampleInput.Of(typeof(TInput), json).Deserialize<TInput>(json);
        }
        catch (Exception e)
        {
            Log.Info($"no input could be made up for the warm-up: {e.Message}");
            return default;
        }
    }
#pragma warning restore CA1031

    private static Refusal Failed(Exception failure) => new(
        ErrorCode.WarmUpFailed, $"the model failed at its first prediction, of a made-up input: {failure.GetType().Name}: {failure.Message}", null,
        "refuse inputs that the model does not take with InvalidInputException, or declare their shape with [InputShape(...)]", failure);
}
