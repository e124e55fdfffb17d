using Mlp.Training.Expressions;

namespace Mlp.Training.Tests.Expressions;

public sealed class FunctionTests
{
    private static readonly double[] Special =
        [0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 2, 3, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e-300, -1e-300, 1e300, -1e300, 1e-10, -1e-10, 5e-324, 709.5, -745, 20.5, Math.PI, 100 * Math.PI];

    private static readonly Dictionary<string, Func<double, double>> OfOne = new()
    {
        ["abs(a)"] = Math.Abs,
        ["-a"] = a => -a,
        ["sign(a)"] = a => double.IsNaN(a) ? a : Math.Sign(a),
        ["sqrt(a)"] = Math.Sqrt,
        ["cbrt(a)"] = Math.Cbrt,
        ["exp(a)"] = Math.Exp,
        ["exp2(a)"] = a => Math.Pow(2, a),
        ["log(a)"] = Math.Log,
        ["log2(a)"] = Math.Log2,
        ["log10(a)"] = Math.Log10,
        ["sin(a)"] = Math.Sin,
        ["cos(a)"] = Math.Cos,
        ["tan(a)"] = Math.Tan,
        ["arcsin(a)"] = Math.Asin,
        ["arccos(a)"] = Math.Acos,
        ["arctan(a)"] = Math.Atan,
        ["sinh(a)"] = Math.Sinh,
        ["cosh(a)"] = Math.Cosh,
        ["tanh(a)"] = Math.Tanh,
        ["arcsinh(a)"] = Math.Asinh,
        ["arccosh(a)"] = Math.Acosh,
        ["arctanh(a)"] = Math.Atanh,
        ["floor(a)"] = Math.Floor,
        ["ceil(a)"] = Math.Ceiling,
        ["trunc(a)"] = Math.Truncate,
        ["round(a)"] = a => Math.Round(a, MidpointRounding.ToEven),
        ["a**2"] = a => Math.Pow(a, 2),
        ["a**3"] = a => Math.Pow(a, 3),
        ["a**4"] = a => Math.Pow(a, 4),
        ["a**-1"] = a => Math.Pow(a, -1),
        ["a**-2"] = a => Math.Pow(a, -2),
        ["a**0"] = _ => 1,
        ["a**1"] = a => a,
        ["a**0.5"] = Math.Sqrt,
        ["a**1.7"] = a => Math.Pow(a, 1.7),
        ["where(a > 0, a, 0 - 1)"] = a => a > 0 ? a : -1,
        ["~(a > 0)"] = a => a > 0 ? 0 : 1,
        // What is smaller than x³ in float64 falls off these series.
        ["expm1(a)"] = a => Math.Abs(a) < 1e-5 ? a + (a * a / 2) + (a * a * a / 6) : Math.Abs(a) < 1 ? 2 * Math.Exp(a / 2) * Math.Sinh(a / 2) : Math.Exp(a) - 1,
        ["log1p(a)"] = a => Math.Abs(a) < 1e-5 ? a - (a * a / 2) + (a * a * a / 3) : Math.Abs(a) > 1 ? Math.Log(1 + a) : 2 * Math.Atanh(a / (2 + a)),
    };

    private static readonly Dictionary<string, Func<double, double, double>> OfTwo = new()
    {
        ["a + b"] = (a, b) => a + b,
        ["a - b"] = (a, b) => a - b,
        ["a * b"] = (a, b) => a * b,
        ["a / b"] = (a, b) => a / b,
        ["a ** b"] = Math.Pow,
        ["arctan2(a, b)"] = Math.Atan2,
        ["hypot(a, b)"] = (a, b) => double.IsInfinity(a) || double.IsInfinity(b) ? double.PositiveInfinity : Scaled(Math.Abs(a), Math.Abs(b)),
        ["minimum(a, b)"] = (a, b) => double.IsNaN(a) || double.IsNaN(b) ? double.NaN : Math.Min(a, b),
        ["maximum(a, b)"] = (a, b) => double.IsNaN(a) || double.IsNaN(b) ? double.NaN : Math.Max(a, b),
        ["fmin(a, b)"] = (a, b) => double.IsNaN(a) ? b : double.IsNaN(b) ? a : Math.Min(a, b),
        ["fmax(a, b)"] = (a, b) => double.IsNaN(a) ? b : double.IsNaN(b) ? a : Math.Max(a, b),
        ["a < b"] = (a, b) => a < b ? 1 : 0,
        ["a <= b"] = (a, b) => a <= b ? 1 : 0,
        ["a > b"] = (a, b) => a > b ? 1 : 0,
        ["a >= b"] = (a, b) => a >= b ? 1 : 0,
        ["a == b"] = (a, b) => a == b ? 1 : 0,
        ["a != b"] = (a, b) => a != b ? 1 : 0,
        ["(a > 0) & (b > 0)"] = (a, b) => a > 0 && b > 0 ? 1 : 0,
        ["(a > 0) | (b > 0)"] = (a, b) => a > 0 || b > 0 ? 1 : 0,
        ["where(a, b, a)"] = (a, b) => a != 0 ? b : a,
    };

    public static TheoryData<string> FunctionsOfOne => [.. OfOne.Keys];

    public static TheoryData<string> FunctionsOfTwo => [.. OfTwo.Keys];

    [Theory]
    [MemberData(nameof(FunctionsOfOne))]
    public void A_function_of_one_value_is_the_scalar_one(string text)
    {
        double[] values = [.. Special, .. Random(3_000, 1), .. Random(3_000, 20), .. Random(3_000, 1e-6), .. Random(3_000, 1e5)];
        var results = new Given(values.Length).Flat("a", values).Evaluate(text);
        Assert.All(values.Index(), value => Near(OfOne[text](value.Item), results[value.Index], $"{text} of {value.Item:R}"));
    }

    [Theory]
    [MemberData(nameof(FunctionsOfTwo))]
    public void A_function_of_two_values_is_the_scalar_one(string text)
    {
        double[] a = [.. Special.SelectMany(_ => Special), .. Random(3_000, 20), .. Random(1_000, 1e-6)];
        double[] b = [.. Special.SelectMany(value => Enumerable.Repeat(value, Special.Length)), .. Random(3_000, 5), .. Random(1_000, 1e-6)];
        var results = new Given(a.Length).Flat("a", a).Flat("b", b).Evaluate(text);
        Assert.All(a.Index(), value => Near(OfTwo[text](value.Item, b[value.Index]), results[value.Index], $"{text} of {value.Item:R} and {b[value.Index]:R}"));
    }

    // Digits from tables of these functions.
    [Theory]
    [InlineData("erf(a)", 0.5, 0.52049987781304653768)]
    [InlineData("erf(a)", -0.001, -0.0011283787909692363799)]
    [InlineData("erf(a)", 1e-300, 1.1283791670955125739e-300)]
    [InlineData("erf(a)", 2.5, 0.99959304798255504106)]
    [InlineData("erf(a)", 3.5, 0.99999925690162765859)]
    [InlineData("erf(a)", double.PositiveInfinity, 1)]
    [InlineData("erf(a)", double.NegativeInfinity, -1)]
    [InlineData("erf(a)", double.NaN, double.NaN)]
    [InlineData("gamma(a)", 0.5, 1.7724538509055160273)]
    [InlineData("gamma(a)", 5, 24)]
    [InlineData("gamma(a)", 171, 7.257415615307998967e306)]
    [InlineData("gamma(a)", 172, double.PositiveInfinity)]
    [InlineData("gamma(a)", -0.5, -3.5449077018110320546)]
    [InlineData("gamma(a)", -1, double.NaN)]
    [InlineData("gamma(a)", 0, double.PositiveInfinity)]
    [InlineData("gamma(a)", -0.0, double.NegativeInfinity)]
    [InlineData("gamma(a)", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("gamma(a)", double.NegativeInfinity, double.NaN)]
    [InlineData("gamma(a)", double.NaN, double.NaN)]
    [InlineData("lgamma(a)", 1, 0)]
    [InlineData("lgamma(a)", 2, 0)]
    [InlineData("lgamma(a)", 1 + (1.0 / 4096), -0.00014087277616326635097)]
    [InlineData("lgamma(a)", 1 - (1.0 / 4096), 0.00014097082187592237051)]
    [InlineData("lgamma(a)", 2 + (1.0 / 4096), 0.00010323805136409635809)]
    [InlineData("lgamma(a)", 0.5, 0.57236494292470008707)]
    [InlineData("lgamma(a)", 100, 359.13420536957539878)]
    [InlineData("lgamma(a)", -1, double.PositiveInfinity)]
    [InlineData("lgamma(a)", double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData("lgamma(a)", double.NaN, double.NaN)]
    public void Special_functions_have_their_known_values(string text, double value, double expected) =>
        Near(expected, new Given(1).Flat("a", value).Evaluate(text)[0], $"{text} of {value:R}");

    [Fact]
    public void No_function_is_untested()
    {
        var texts = OfOne.Keys.Concat(OfTwo.Keys).Concat(["erf(", "gamma(", "lgamma("]).ToArray();
        Assert.All(Functions.Names, name => Assert.Contains(texts, text => text.StartsWith($"{name}(", StringComparison.Ordinal)));
    }

    internal static void Near(double expected, double actual, string what)
    {
        var same = expected.Equals(actual) || expected == actual || Math.Abs(expected - actual) <= 1e-13 * Math.Abs(expected);
        Assert.True(same, $"{what}: {actual:R} instead of {expected:R}");
    }

    private static double Scaled(double a, double b)
    {
        var (large, small) = (Math.Max(a, b), Math.Min(a, b));
        return large == 0 || double.IsNaN(large) ? large : large * Math.Sqrt(1 + (small / large * (small / large)));
    }

    private static IEnumerable<double> Random(int count, double scale)
    {
        var random = new Random(3);
        return Enumerable.Range(0, count).Select(_ => ((random.NextDouble() * 2) - 1) * scale);
    }
}
