namespace Mlp.Training.Tests.Expressions;

public sealed class JaggedTests
{
    [Fact]
    public void A_flat_value_is_taken_for_each_element_of_its_event()
    {
        var given = new Given(4).Flat("x", 10, 20, 30, 40).FlatFloats("f", 1, 2, 3, 4).Jagged("pt", [], [1, 2], [], [3]);
        Assert.Equal([23, 24, 47], given.Evaluate("pt + x + f"));
    }

    [Fact]
    public void Lists_are_computed_element_by_element_across_blocks()
    {
        var random = new Random(7);
        var lists = Enumerable.Range(0, 5_000).Select(_ => Enumerable.Range(0, random.Next(6)).Select(_ => random.NextDouble() * 100).ToArray()).ToArray();
        // One event that is longer than any block, and empty ones around it.
        lists[2_000] = [.. Enumerable.Range(0, 4_000).Select(i => (double)i)];
        (lists[1_999], lists[2_001]) = ([], []);
        var floats = lists.Select(list => list.Select(value => (float)(value / 3)).ToArray()).ToArray();
        var flat = lists.Select((_, i) => i * 0.25).ToArray();
        var given = new Given(lists.Length).Jagged("a", lists).JaggedFloats("b", floats).Flat("x", flat);
        var expected = lists.SelectMany((list, i) => list.Select((value, j) => value < floats[i][j] * 4 ? Math.Sqrt(value) + flat[i] : flat[i] * flat[i]));
        Assert.Equal(expected, given.Evaluate("where(a < b * 4, sqrt(a) + x, x**2)"));
    }

    [Fact]
    public void No_events_and_empty_lists_give_nothing()
    {
        Assert.Empty(new Given(0).Flat("x").Evaluate("x + 1"));
        Assert.Empty(new Given(0).Flat("x").Jagged("a").Evaluate("a + x"));
        Assert.Empty(new Given(2).Flat("x", 1, 2).Jagged("a", [], []).Evaluate("a + x"));
    }

    [Fact]
    public void Lists_of_different_lengths_are_refused_with_their_event()
    {
        var given = new Given(3).Jagged("a", [1], [1, 2], [1]).Jagged("b", [1], [1], [1, 2]);
        var exception = Assert.Throws<TrainingInputException>(() => given.Evaluate("a + b"));
        Assert.Equal("file.root: event 1001", exception.Where);
        Assert.Equal("'a' has 2 values and 'b' has 1, but 'a + b' (preproc.json: new_branch.x.def) takes them element by element", exception.Fact);
    }

    [Fact]
    public void A_constant_has_a_value_for_each_event() => Assert.Equal([3, 3], new Given(2).Flat("x", 0, 0).Evaluate("1 + 2"));
}
