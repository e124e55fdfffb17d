namespace Mlp.Training.Tests.Sources;

public sealed class SourceTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_tree_a_table_and_lines_of_JSON_give_the_same_chunks()
    {
        var root = _scratch.WriteRoot("a.root", 50);
        var lines = _scratch.Write("a.jsonl.gz", Enumerable.Range(0, 50).Select(i => $$"""{"run": {{i}}, "n": {{i % 4}}, "x": {{i}}, "y": 3, "list": [{{string.Join(", ", Enumerable.Range(0, i % 4))}}]}"""));
        var (specs, fromRoot) = await Scratch.Read(root);
        var (_, fromLines) = await Scratch.Read(lines);
        Assert.Equal(["n", "x", "y", "list_0", "list_1", "list_2"], specs.Columns);
        Assert.Equal(fromRoot, fromLines, Same);
        var without = new TrainingSettings { ExcludedBranches = ["li*"] };
        var table = _scratch.Write("a.csv", ["run,n,x,y", .. Enumerable.Range(0, 50).Select(i => $"{i},{i % 4},{i}.0, 3e0 ")]);
        Assert.Equal((await Scratch.Read(root, settings: without)).Chunks, (await Scratch.Read(table)).Chunks, Same);
    }

    [Fact]
    public async Task What_is_missing_or_not_finite_is_padding_with_its_mask()
    {
        var table = _scratch.Write("a.csv", "x,y", "1,", "nan,2", "3,inf");
        var (specs, chunks) = await Scratch.Read(table, settings: new() { Padding = -9 });
        Assert.Equal((1, 3, 2, 2), (specs.Least["x"], specs.Largest["x"], specs.Least["y"], specs.Largest["y"]));
        Assert.Equal([0, -9, -9, 2, 1, -9], chunks[0].Features);
        Assert.Equal([0, 1, 1, 0, 0, 1], chunks[0].Mask);
        var all = await (await EventData.OpenAsync(TrainingFiles.From(table), new())).ReadSpecsAsync();
        Assert.Equal([("x", 1L), ("y", 2L)], all.NotFinite.Select(pair => (pair.Key, pair.Value)));
    }

    [Theory]
    [InlineData("x,y\n1,2\n1\n", "line 3", "has 1 values, the first line has 2 names")]
    [InlineData("x,y\n1,2,3\n", "line 2", "has 3 values")]
    [InlineData("x,y\n1,2\n1,two\n", "line 3", "'two' of column 'y' is no number")]
    [InlineData("x,y\n1,2\n1,\"2,5\"\n", "line 3", "'2,5' of column 'y' is no number")]
    [InlineData("x,y\n1,2\n1,\"2\n", "line 3", "'\"2' of column 'y' is no number")]
    [InlineData("\"x,y\",z\n1,2,3\n", "line 2", "has 3 values, the first line has 2 names")]
    [InlineData("x,x\n1,2\n", "line 1", "named twice")]
    [InlineData("1,2\n1,2\n", "line 1", "'1' is no name of a column")]
    [InlineData("", "a.csv", "is empty")]
    [InlineData("x,y\n", "a.csv", "no event is left")]
    public async Task A_bad_line_of_a_table_is_named(string text, string where, string fact) => await Refused(_scratch.Write("a.csv", text.TrimEnd('\n').Split('\n')), where, fact, text);

    [Fact]
    public async Task Columns_of_text_are_left_out_and_quotes_keep_commas_together()
    {
        var table = _scratch.Write("a.csv", "\"x\",name,\"a, b\",y", "1,\"one, \"\"I\"\"\",\"3\",", "2,two,4,5");
        var data = await EventData.OpenAsync(TrainingFiles.From(table), new());
        Assert.Equal([("name", "it is text")], data.LeftOut.Select(branch => (branch.Key, branch.Value)));
        var (specs, chunks) = await Scratch.Read(table);
        Assert.Equal(["a, b", "x", "y"], specs.Columns);
        Assert.Equal([0, 0, float.NaN, 1, 1, 5], chunks[0].Features);
        Assert.Contains("no branch is left as a feature ('name': it is text)", (await Assert.ThrowsAsync<TrainingInputException>(() => Scratch.Read(_scratch.Write("b.csv", "name", "one")))).Fact, StringComparison.Ordinal);
        Assert.Contains("(closest: name)", (await Assert.ThrowsAsync<TrainingInputException>(() => Scratch.Read(table, settings: new() { SelectedBranches = ["nam"] }))).Fact, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_that_Python_writes_and_JSON_does_not_have_are_missing_or_infinite()
    {
        var file = _scratch.Write("a.jsonl", """{"x": NaN, "l": [1, -Infinity], "s": "NaN, \"Infinity"}""", """{"x": 2, "l": [Infinity, NaN], "s": ""}""", """{"x": 3, "l": [3], "s": ""}""");
        var (specs, chunks) = await Scratch.Read(file);
        Assert.Equal((2, 3, 1, 3), (specs.Least["x"], specs.Largest["x"], specs.Least["l"], specs.Largest["l"]));
        Assert.Equal([1, 0, 1, 0, 1, 1, 0, 0, 1], chunks[0].Mask);
        var rules = _scratch.Write("preproc.json", """{"jagged_cut": {"l": {"cut": ["l > 1e300", "any"]}}}""");
        Assert.Equal(1, (await (await EventData.OpenAsync(TrainingFiles.From(file), new(), rules)).ReadSpecsAsync()).All.Events!["total"]);
    }

    [Theory]
    [InlineData("""{"x": 1}|{"x": "two"}""", "line 2", "no number in the field 'x'")]
    [InlineData("""{"x": 1}|{"x": 1, "x": 2}""", "line 2", "twice")]
    [InlineData("""{"x": 1}|[1]""", "line 2", "is no JSON object")]
    [InlineData("""{"x": 1}|{"x": 1""", "line 2", "is no JSON from its byte 8 on")]
    [InlineData("""{"x": 1}|{"x": Nan}""", "line 2", "is no JSON from its byte")]
    [InlineData("""{"x": 1}|{"x": 1} {}""", "line 2", "is no JSON")]
    public async Task A_bad_line_of_JSON_is_named(string text, string where, string fact)
    {
        // Behind the lines that the kinds of fields are told from.
        var good = Enumerable.Repeat("""{"x": 1}""", 1000).ToList();
        var file = _scratch.Write("a.jsonl", [.. good, .. text.Split('|')[1..]]);
        await Refused(file, where.Replace("2", "1001", StringComparison.Ordinal), fact, text);
        await Refused(_scratch.Write("b.jsonl", [.. good, """{"x": 1, "z": 1}"""]), "line 1001", "has the field 'z'", text);
    }

    [Fact]
    public async Task A_file_that_ends_in_the_middle_is_told()
    {
        var whole = await File.ReadAllBytesAsync(_scratch.Write("a.csv.gz", ["x", .. Enumerable.Range(0, 5000).Select(i => $"{i * 7919 % 10007}")]));
        await File.WriteAllBytesAsync(_scratch["a.csv.gz"], whole[..(whole.Length / 2)]);
        await Refused(_scratch["a.csv.gz"], "a.csv.gz", "", "gzip");
        var root = await File.ReadAllBytesAsync(_scratch.WriteRoot("a.root", 5000));
        await File.WriteAllBytesAsync(_scratch["a.root"], root[..(root.Length / 2)]);
        await Refused(_scratch["a.root"], "a.root", "cannot be read", "root");
    }

    [Fact]
    public async Task A_tree_that_there_is_not_is_answered_with_those_that_there_are() =>
        Assert.Contains("the file has: Events", (await Assert.ThrowsAsync<TrainingInputException>(() => Scratch.Read(_scratch.WriteRoot("a.root", 5), settings: new() { Tree = "events" }))).Fact, StringComparison.Ordinal);

    [Theory]
    [InlineData("lits", null, null, "no branch 'lits', which 'selected_branches' names (closest: list)")]
    [InlineData(null, "z*", null, "no branch 'z*', which 'exclude_branches' names")]
    [InlineData(null, null, "runs", "no branch 'runs', which 'identifier' names (closest: run)")]
    public async Task A_branch_that_there_is_not_is_an_error(string? selected, string? excluded, string? identifier, string fact)
    {
        var settings = new TrainingSettings
        {
            SelectedBranches = selected is null ? [] : [selected],
            ExcludedBranches = excluded is null ? [] : [excluded],
            Identifier = identifier is null ? null : [identifier],
        };
        Assert.Contains(fact, (await Assert.ThrowsAsync<TrainingInputException>(() => Scratch.Read(_scratch.WriteRoot("a.root", 5), settings: settings))).Fact, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_have_to_give_the_same_features()
    {
        var (a, b) = (_scratch.Write("a.csv", "x,y", "1,2"), _scratch.Write("b.csv", "x", "1"));
        var error = await Assert.ThrowsAsync<TrainingInputException>(() => Scratch.Read($"{a},{b}"));
        Assert.Contains("has no branch 'y'", error.Fact, StringComparison.Ordinal);
        Assert.Equal(b, error.Where);
    }

    [Fact]
    public async Task Labels_may_be_a_branch_which_is_no_feature_then()
    {
        var table = _scratch.Write("a.csv", "x,kind", "1,1", "2,0");
        var (specs, chunks) = await Scratch.Read(table, "kind");
        Assert.Equal(["x"], specs.Columns);
        Assert.Equal([1, 0], chunks[0].Labels);
        Assert.Contains("closest: kind", (await Assert.ThrowsAsync<TrainingInputException>(() => Scratch.Read(table, "kinds"))).Fact, StringComparison.Ordinal);
        Assert.Contains("list of numbers", (await Assert.ThrowsAsync<TrainingInputException>(() => Scratch.Read(_scratch.WriteRoot("b.root", 5), "list"))).Fact, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_columns_of_one_name_and_labels_of_two_meanings_are_refused()
    {
        var lines = _scratch.Write("a.jsonl", """{"pt": [1, 2], "pt_1": 3}""");
        var error = await Assert.ThrowsAsync<TrainingInputException>(() => Scratch.Read(lines));
        Assert.Equal("feature 'pt_1'", error.Where);
        var list = _scratch.Write("kind", "1");
        var table = _scratch.Write("a.csv", $"x,{list}", "1,0");
        Assert.Contains("is a file, and a branch", (await Assert.ThrowsAsync<TrainingInputException>(() => Scratch.Read(table, list))).Fact, StringComparison.Ordinal);
        var (_, chunks) = await Scratch.Read(_scratch.Write("b.csv", "x", "1"), list);
        Assert.Equal([1], chunks[0].Labels);
    }

    private static async Task Refused(string file, string where, string fact, string text)
    {
        var error = await Assert.ThrowsAsync<TrainingInputException>(() => Scratch.Read(file));
        Assert.True(error.Where.Contains(where, StringComparison.Ordinal) && error.Fact.Contains(fact, StringComparison.Ordinal), $"{text}: {error.Message}");
    }

    private static bool Same((float[] Features, byte[] Mask, float[] Labels) one, (float[] Features, byte[] Mask, float[] Labels) other) =>
        one.Features.AsSpan().SequenceEqual(other.Features) && one.Mask.AsSpan().SequenceEqual(other.Mask) && one.Labels.AsSpan().SequenceEqual(other.Labels);
}
