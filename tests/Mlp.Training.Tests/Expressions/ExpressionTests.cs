using Mlp.Training.Expressions;

namespace Mlp.Training.Tests.Expressions;

public sealed class ExpressionTests
{
    private static Given Branches => new Given(2)
        .Flat("x", 3, -2).Flat("y", 2, 5).FlatFloats("z", 0.5f, 4).Flags("flag", 1, 0)
        .Flat("a.b.c", 7, 8).Flat("odd name-1", 1, 2)
        .Jagged("pt", [1, 2], [3]).Jagged("eta", [-1, 1], [0.5]);

    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("-x**2", -9)]
    [InlineData("2**-1", 0.5)]
    [InlineData("2**3**2", 512)]
    [InlineData("-2**-2", -0.25)]
    [InlineData("(1 + 2) * 3", 9)]
    [InlineData("x - y - 1", 0)]
    [InlineData("12 / y / 2", 3)]
    [InlineData("--x", 3)]
    [InlineData("+x", 3)]
    [InlineData(".5 + 1. + 1.5e-3 + 2E+1", 21.5015)]
    [InlineData("a.b.c", 7)]
    [InlineData("`odd name-1` + `x`", 4)]
    [InlineData("np.sqrt(numpy.abs(-16))", 4)]
    [InlineData("x > y", 1)]
    [InlineData("1 < y < x", 1)]
    [InlineData("1 < y < x < 2", 0)]
    [InlineData("x == 3 != y", 1)]
    [InlineData("(x > 1) & ~(y > 2) | flag", 1)]
    [InlineData("~flag", 0)]
    [InlineData("~flag | flag & flag", 1)]
    [InlineData("x * (x > 2)", 3)]
    [InlineData("where(x > 2, y, z)", 2)]
    [InlineData("where(x - 3, y, z)", 0.5)]
    [InlineData("where(flag, flag, ~flag) & flag", 1)]
    [InlineData("x**2 + x**2 - 2 * x**2", 0)]
    [InlineData("x**3", 27)]
    [InlineData("y**4", 16)]
    [InlineData("z**-1", 2)]
    [InlineData("y**0", 1)]
    [InlineData("4**0.5", 2)]
    [InlineData("round(2.5) + round(3.5) + round(-0.5)", 6)]
    public void A_flat_expression_has_the_value_that_Python_gives_it(string text, double expected) =>
        Assert.Equal(expected, Branches.Evaluate(text)[0], 1e-15);

    [Theory]
    [InlineData("x", false, false)]
    [InlineData("x > 1", false, true)]
    [InlineData("flag", false, true)]
    [InlineData("flag + 1", false, false)]
    [InlineData("pt", true, false)]
    [InlineData("pt * x", true, false)]
    [InlineData("pt > x", true, true)]
    [InlineData("where(x > 1, pt, 0)", true, false)]
    [InlineData("where(x > 1, flag, ~flag)", false, true)]
    [InlineData("pt * 0 == 0", true, true)]
    [InlineData("1 + 1", false, false)]
    public void A_type_is_flat_or_jagged_and_a_number_or_logical(string text, bool isJagged, bool isLogical)
    {
        var compiled = Branches.Compile(text);
        Assert.Equal((isJagged, isLogical), (compiled.IsJagged, compiled.IsLogical));
    }

    [Fact]
    public void Names_are_told_once_and_in_their_order() =>
        Assert.Equal(["y", "x", "a.b"], Expression.Parse("y + x + sin(a.b) * y", "here").Names);

    [Theory]
    [InlineData("", 1, "there is no expression")]
    [InlineData("x +", 4, "the end stands where")]
    [InlineData("x y", 3, "'y' stands where an operator")]
    [InlineData("(x", 3, "the end stands where ')'")]
    [InlineData("x)", 2, "')' stands where an operator")]
    [InlineData("* x", 1, "'*' stands where a number")]
    [InlineData("sin()", 1, "'sin' has 0 arguments")]
    [InlineData("x + sin(x, y)", 5, "'sin' has 2 arguments")]
    [InlineData("where(x > 1, y)", 1, "'where' has 2 arguments")]
    [InlineData("np.sine(x)", 1, "there is no function 'np.sine'")]
    [InlineData("x(2)", 1, "there is no function 'x'")]
    [InlineData("x + nope", 5, "there is no branch 'nope'")]
    [InlineData("x and y", 3, "'and' is not for columns")]
    [InlineData("not x", 1, "'not' is not for columns")]
    [InlineData("x && y", 3, "'&&' is no operator")]
    [InlineData("x = y", 3, "'=' is no operator")]
    [InlineData("!flag", 1, "'!' is no operator")]
    [InlineData("x ^ 2", 3, "'^' is no operator")]
    [InlineData("x // 2", 3, "'//' is no operator")]
    [InlineData("x $ 2", 3, "'$' has no meaning")]
    [InlineData("2x", 1, "'2x…' is neither a number nor a name")]
    [InlineData("1.2.3", 1, "is neither a number")]
    [InlineData("`x", 1, "a backtick is not closed")]
    [InlineData("``", 1, "a name in backticks is empty")]
    [InlineData("x > 1 & y < 2", 7, "'&' is applied to a number")]
    [InlineData("~x", 1, "'~' is applied to a number")]
    [InlineData("x | flag", 3, "'|' is applied to a number")]
    [InlineData("-flag", 1, "a sign stands before a logical value")]
    [InlineData("(x > 1) + flag", 9, "two logical values are calculated with")]
    public void What_is_wrong_is_named_with_key_and_column(string text, int column, string fact)
    {
        var exception = Assert.Throws<TrainingInputException>(() => Branches.Compile(text));
        Assert.Equal($"preproc.json: new_branch.x.def, column {column}", exception.Where);
        Assert.Contains(fact, exception.Fact, StringComparison.Ordinal);
        Assert.Contains($"'{text}'", exception.Fact, StringComparison.Ordinal);
        Assert.NotEmpty(exception.Remedy);
    }

    [Theory]
    [InlineData("flg", "flag")]
    [InlineData("sqr(x)", "sqrt")]
    [InlineData("np.arcsine(x)", "arcsin")]
    public void Unknown_names_are_answered_by_the_closest(string text, string closest)
    {
        var exception = Assert.Throws<TrainingInputException>(() => Branches.Compile(text));
        Assert.StartsWith($"closest: {closest}", exception.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(", "x", ")", "nested")]
    [InlineData("-", "x", "", "nested")]
    [InlineData("sin(", "x", ")", "nested")]
    [InlineData("x**", "x", "", "nested")]
    [InlineData("x+", "x", "", "characters")]
    public void Ten_thousand_levels_are_an_error_and_no_crash(string before, string middle, string after, string fact)
    {
        foreach (var times in (int[])[4_900, 10_000])
        {
            var text = string.Concat(Enumerable.Repeat(before, times)) + middle + string.Concat(Enumerable.Repeat(after, times));
            if (fact == "characters" && text.Length <= 10_000)
            {
                Assert.Equal(3 * 4_901, Branches.Evaluate(text)[0]);
            }
            else
            {
                Assert.Matches($"{fact}|characters", Assert.Throws<TrainingInputException>(() => Branches.Compile(text)).Fact);
            }
        }
    }

    [Fact]
    public void Equal_parts_are_computed_once_and_constants_not_at_all()
    {
        var program = Branches.Compile("sqrt(x**2 + y**2) * (2 * 3 + 1) + sqrt(x**2 + y**2)").Program;
        Assert.Equal([Operation.Name, Operation.Multiply, Operation.Name, Operation.Multiply, Operation.Add, Operation.Sqrt, Operation.Multiply, Operation.Add], program.Instructions.Select(step => step.Operation));
        Assert.Equal([7.0], program.Constants);
        Assert.InRange(program.Registers, 2, 4);
    }

    [Fact]
    public void Random_words_parse_or_are_refused()
    {
        string[] words = ["x", "pt", "flag", "1", ".5", "1e9", "+", "-", "*", "**", "/", "(", ")", "(", ")", ",", "<", "<=", "==", "!=", "&", "|", "~", "sin(", "where(", "hypot(", "np.", "`", "`a`", " ", "é", "\u0000", "=", "!", "..", "x.y", "and"];
        var random = new Random(20);
        var parsed = 0;
        for (var i = 0; i < 50_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => words[random.Next(words.Length)]));
            try
            {
                Assert.NotEmpty(Branches.Evaluate(text));
                parsed++;
            }
            catch (TrainingInputException exception)
            {
                Assert.StartsWith("preproc.json: new_branch.x.def, column ", exception.Where, StringComparison.Ordinal);
            }
        }

        Assert.InRange(parsed, 500, 40_000);
    }
}
