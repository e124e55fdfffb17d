using System.Globalization;
using Mlp.Training.Expressions;

namespace Mlp.Training.Tests.Expressions;

public sealed class NumPyTests
{
    private const string Absent = "Debian's python3-numpy is not installed";

    [Fact]
    public void Random_expressions_have_the_values_of_NumPy()
    {
        Assert.SkipUnless(NumPy.IsHere, Absent);
        var random = new Random(11);
        double[] values = [-2, -1.5, -1, -0.5, 0, 0.5, 1, 2, 3, 4];
        var events = Enumerable.Range(0, 12).Select(_ => new Dictionary<string, double>
        {
            ["a"] = values[random.Next(values.Length)],
            ["b"] = values[random.Next(values.Length)],
            ["c"] = values[random.Next(values.Length)],
        }).ToList();
        var texts = Enumerable.Range(0, 600).Select(i => i % 2 == 0 ? Number(random, 4) : Condition(random, 3)).ToList();
        Compare(texts, events, 1e-9);
    }

    [Fact]
    public void Every_function_has_the_values_of_NumPy()
    {
        Assert.SkipUnless(NumPy.IsHere, Absent);
        var random = new Random(12);
        double[] values = [0.25, -0.75, 1, 2.5, -3.5, 17, 171.3, 1e-9, .. Enumerable.Range(0, 2_000).Select(i => (random.NextDouble() - 0.4) * (i % 3 == 0 ? 40 : 3))];
        var events = values.Select(value => new Dictionary<string, double> { ["a"] = value, ["b"] = random.NextDouble() * 4, ["c"] = random.NextDouble() }).ToList();
        var texts = Functions.Names.Where(name => name != "lgamma").Select(Call).ToList();
        Compare(texts, events, 1e-13);
        // Around its zeros Python's has fewer digits.
        Compare(["lgamma(a) + 100"], events, 1e-13);
    }

    private static string Call(string name) => Functions.TryFind(name, out _, out var arguments) && arguments == 1 ? $"{name}(a)"
        : arguments == 2 ? $"np.{name}(a, b)"
        : $"{name}(a > b, a, c)";

    private static void Compare(List<string> texts, List<Dictionary<string, double>> events, double tolerance)
    {
        var expected = NumPy.Evaluate(texts, events);
        var given = new Given(events.Count);
        foreach (var name in events[0].Keys)
        {
            given.Flat(name, [.. events.Select(values => values[name])]);
        }

        Assert.Equal(texts.Count, expected.Length);
        for (var i = 0; i < texts.Count; i++)
        {
            var actual = given.Evaluate(texts[i]);
            for (var j = 0; j < actual.Length; j++)
            {
                var (ours, theirs) = (actual[j], expected[i][j]);
                var same = ours.Equals(theirs) || ours == theirs || Math.Abs(ours - theirs) <= tolerance * Math.Abs(theirs);
                Assert.True(same, $"{texts[i]} of {string.Join(", ", events[j].Values.Select(value => $"{value:R}"))}: {ours:R} instead of {theirs:R}");
            }
        }
    }

    // Few parentheses: what binds tighter is the question.
    private static string Number(Random random, int depth) => depth == 0 ? Leaf(random) : random.Next(14) switch
    {
        < 2 => Leaf(random),
        < 4 => $"{Number(random, depth - 1)} + {Number(random, depth - 1)}",
        < 6 => $"{Number(random, depth - 1)}-{Number(random, depth - 1)}",
        < 8 => $"{Number(random, depth - 1)} * {Number(random, depth - 1)}",
        < 9 => $"{Number(random, depth - 1)} / {Number(random, depth - 1)}",
        < 10 => $"{Leaf(random)}**{(random.Next(2) == 0 ? "-" : "")}{random.Next(4)}{(random.Next(3) == 0 ? $"**{random.Next(3)}" : "")}",
        < 11 => $"-{Number(random, depth - 1)}",
        < 12 => $"({Number(random, depth - 1)})",
        < 13 => $"where({Condition(random, depth - 1)}, {Number(random, depth - 1)}, {Number(random, depth - 1)})",
        _ => $"{(random.Next(2) == 0 ? "np.abs" : "floor")}({Number(random, depth - 1)})",
    };

    private static string Condition(Random random, int depth)
    {
        string[] signs = ["<", "<=", ">", ">=", "==", "!="];
        string Sign() => signs[random.Next(signs.Length)];
        var chain = $"{Number(random, 2)} {Sign()} {Number(random, 2)}{(random.Next(3) == 0 ? $" {Sign()} {Number(random, 1)}" : "")}";
        return depth == 0 ? chain : random.Next(6) switch
        {
            0 => chain,
            1 => $"~({Condition(random, depth - 1)})",
            2 => $"({Condition(random, depth - 1)}) & ({Condition(random, depth - 1)})",
            3 => $"({Condition(random, depth - 1)}) | ({Condition(random, depth - 1)}) & ({chain})",
            4 => $"~({Condition(random, depth - 1)}) | ({chain})",
            _ => $"({Condition(random, depth - 1)}) & ~({chain}) | ({chain})",
        };
    }

    private static string Leaf(Random random) => random.Next(5) switch
    {
        0 => random.Next(5).ToString(CultureInfo.InvariantCulture),
        1 => "0.5",
        2 => "a",
        3 => "b",
        _ => "c",
    };
}
