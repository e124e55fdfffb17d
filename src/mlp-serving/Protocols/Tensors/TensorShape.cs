using System.Globalization;

namespace Mlp.Serving.Protocols.Tensors;

/// <summary>A shape as a request gives it, taken apart: how many values, and the shape of each.</summary>
/// <param name="Count">How many values there are.</param>
/// <param name="Each">How many numbers each has.</param>
/// <param name="IsBatch">Whether the first dimension counts values.</param>
internal readonly record struct TensorShape(int Count, int Each, bool IsBatch)
{
    /// <param name="given">The dimensions of the request.</param>
    /// <param name="declared">Those of one value.</param>
    /// <exception cref="Refusal">They do not fit.</exception>
    public static TensorShape Fit(IReadOnlyList<long> given, IReadOnlyList<int> declared, string path)
    {
        var isBatch = given.Count == declared.Count + 1;
        var each = given.Skip(isBatch ? 1 : 0).ToList();
        var fits = (isBatch || (given.Count == declared.Count && given.Count > 0))
            && given.All(d => d is >= 1 and <= int.MaxValue)
            && each.Zip(declared).All(pair => pair.Second == -1 || pair.First == pair.Second);
        var numbers = fits ? each.Aggregate(1.0, (product, d) => product * d) * (isBatch ? given[0] : 1) : 0;
        if (!fits || numbers > Array.MaxLength)
        {
            var one = $"[{string.Join(", ", declared)}]";
            throw new Refusal(
                ErrorCode.InputDoesNotFit, $"the shape [{string.Join(", ", given)}] is not one that this model takes", path,
                declared.Count == 0 ? "send [n], for n numbers" : $"send {one} for one input or [n{string.Concat(declared.Select(d => string.Create(CultureInfo.InvariantCulture, $", {d}")))}] for n of them; -1 stands for any number");
        }

        return new(isBatch ? (int)given[0] : 1, (int)each.Aggregate(1L, (product, d) => product * d), isBatch);
    }
}
