using System.Text.Json;
using Mlp.Testing;

namespace Mlp.Tool.Tests.RootFiles;

public sealed class RootCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.PathOf("events.root");

    public RootCommandTests() => SmallFile.Write(File);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ls_lists_trees()
    {
        var lines = (await Answer("ls", File)).Split('\n');
        Assert.StartsWith("TREE    ENTRIES  BRANCHES  SIZE", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("events  4        5         ", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("what happened", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ls_says_for_programs_trees_and_branches_and_nothing_else()
    {
        const string Expected = """
            {"trees":[{"name":"events","entries":4,"branches":[{"name":"id","type":"uint64_t"},{"name":"energy","type":"float"},{"name":"good","type":"bool"},{"name":"n","type":"int32_t"},{"name":"hits","type":"int16_t[]"}]}]}
            """;
        Assert.Equal(Expected, Compact(await Answer("ls", File, "--output", "json")));
    }

    [Fact]
    public async Task Show_lists_branches()
    {
        var answer = await Answer("show", File);
        Assert.Contains("entries   4\n", answer, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^hits +int16_t\[\] +1 +\d+ B +\d+ B +\d\.\d\d +(none|zlib) +-$", answer);
        var branch = JsonElement.Parse(await Answer("show", File, "events", "--output", "json")).GetProperty("branches")[4];
        Assert.Equal(["name", "type", "baskets", "bytes", "storedBytes", "ratio", "compression"], branch.EnumerateObject().Select(field => field.Name));
        Assert.True(branch.GetProperty("bytes").GetInt64() >= 20);
    }

    [Fact]
    public async Task Friends_are_shown_and_read_beside_their_tree()
    {
        SmallFile.Write(_folder.PathOf("scores.root"), ["scores"]);
        SmallFile.Write(File, friends: [new("scores", "scores", "scores.root"), new("gone", "gone", "gone.root")]);
        var (exit, output, notes) = await Tool.Run(["root", "show", File]);
        Assert.True(exit == 0, notes);
        Assert.Contains("friends   scores, gone\n", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^scores\.energy +float +1 ", output);
        Assert.Contains("friend 'gone' cannot be opened: Could not find file", notes, StringComparison.Ordinal);
        var friends = JsonElement.Parse(await Answer("show", File, "--output", "json")).GetProperty("friends");
        Assert.Equal(4, friends[0].GetProperty("entries").GetInt32());
        Assert.Contains("Could not find file", friends[1].GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal("ENTRY  n  scores.n\n1      2  2\n", await Answer("head", File, "--branches", "n,scores.n", "--skip", "1", "--entries", "1"));
        Assert.Matches(@"(?m)^scores\.hits +10 ", await Answer("stats", File, "--branches", "scores.hits"));
        await Fails("MLP7957", "no branch 'gone.n'; closest: ", "head", File, "--branches", "gone.n");
        await Fails("MLP7957", "its friend 'gone' cannot be opened: ", "head", File, "--branches", "gone.n");
    }

    [Fact]
    public async Task Head_shows_entries()
    {
        Assert.Equal(
            """
            ENTRY  id                    energy     good   n  hits
            0      1                     0.1        true   0  []
            1      2                     NaN        false  2  [5, -5]
            2      3                     -Infinity  true   1  [3]
            3      18446744073709551615  2          true   7  [1, 2, 3, 4, 5, … 2 more]

            """,
            await Answer("head", File));
        Assert.Equal("ENTRY  hits     id\n1      [5, -5]  2\n2      [3]      3\n", await Answer("head", File, "events", "--branches", "hits,id", "--skip", "1", "--entries", "2"));
    }

    [Fact]
    public async Task Head_says_values_whole_for_programs()
    {
        Assert.Equal(
            """{"tree":"events","first":1,"entries":[{"energy":"NaN","hits":[5,-5]},{"energy":"-Infinity","hits":[3]},{"energy":2,"hits":[1,2,3,4,5,6,7]}],"unreadable":[]}""",
            Compact(await Answer("head", File, "--branches", "energy", "--branches", "hits", "--skip", "1", "--output", "json")));
        Assert.Equal("""{"tree":"events","first":4,"entries":[],"unreadable":[]}""", Compact(await Answer("head", File, "--skip", "9", "--output", "json")));
    }

    [Fact]
    public async Task Stats_sum_values_up()
    {
        var lines = (await Answer("stats", File)).Split('\n');
        Assert.Matches(@"^id +4 +1 +18446744073709551615 +4\.611686E\+18 +7\.987674E\+18 +0 ", lines[1]);
        Assert.Matches(@"^energy +4 +-Infinity +2 +-Infinity +NaN +1 ", lines[2]);
        Assert.Matches(@"^good +4 +0 +1 +0\.75 +0\.4330127 +0 ", lines[3]);
        Assert.Matches(@"^hits +10 +-5 +7 +3\.1 +3\.207803 +0 ", lines[5]);
    }

    [Fact]
    public async Task Stats_for_programs_write_what_is_no_number_as_text()
    {
        Assert.Equal(
            """{"tree":"events","entries":4,"branches":[{"name":"energy","type":"float","values":4,"minimum":"-Infinity","maximum":2,"mean":"-Infinity","standardDeviation":"NaN","nan":1}]}""",
            Compact(await Answer("stats", File, "--branches", "energy", "--output", "json")));
        SmallFile.Write(_folder.PathOf("nan.root"), energies: [float.NaN, float.NaN, float.NaN, float.NaN]);
        Assert.Contains(
            """{"name":"energy","type":"float","values":4,"nan":4}""", Compact(await Answer("stats", _folder.PathOf("nan.root"), "--branches", "energy", "--output", "json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_trees_one_has_to_be_named()
    {
        SmallFile.Write(File, ["signal", "background"]);
        await Fails("MLP7955", "several trees: signal, background", "show", File);
        await Fails("MLP7956", "no tree 'signl'; closest: signal, background", "head", File, "signl");
        Assert.StartsWith("tree      background\n", await Answer("show", File, "background"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_branches_are_answered_by_the_closest()
    {
        await Fails("MLP7957", "tree 'events' has no branch 'hit'; closest: hits, ", "head", File, "--branches", "n,hit");
        await Fails("MLP7957", "no branch 'Energy'; closest: energy, ", "stats", File, "--branches", "Energy");
    }

    [Fact]
    public async Task What_cannot_be_opened_is_refused_with_the_reason()
    {
        await Fails("MLP7951", "there is no such file", "ls", _folder.PathOf("nowhere.root"));
        await Fails("MLP7951", "it is a folder", "show", _folder.Path);
        await Fails("MLP7951", "not read over root", "ls", "root://eos.example.org//store/events.root");
        await Fails("MLP7952", "no ROOT file", "ls", _folder.Write("empty.root", ""));
        await Fails("MLP7952", "it does not begin with 'root'", "stats", _folder.Write("notes.root", "no tree grows here"));
        await Fails("MLP7953", "cannot be fetched", "ls", "http://user:secret@127.0.0.1:1/events.root?token=secret");
    }

    [Fact]
    public async Task A_file_that_was_cut_off_is_refused_wherever_it_was()
    {
        var whole = await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken);
        foreach (var length in new[] { 5, 60, 200, whole.Length / 2, whole.Length - 100 })
        {
            await System.IO.File.WriteAllBytesAsync(File, whole[..length], TestContext.Current.CancellationToken);
            await Fails("MLP7952", " (at offset ", "ls", File);
        }
    }

    [Fact]
    public async Task A_branch_whose_data_is_damaged_leaves_the_others_readable()
    {
        var bytes = await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken);
        var basket = bytes.AsSpan().IndexOf("TBasket"u8);
        bytes.AsSpan(basket + "TBasket".Length + 30, 24).Fill(0xEE);
        await System.IO.File.WriteAllBytesAsync(File, bytes, TestContext.Current.CancellationToken);
        var answer = JsonElement.Parse(await Answer("head", File, "--output", "json"));
        var broken = Assert.Single(answer.GetProperty("unreadable").EnumerateArray().ToList()).GetProperty("branch").GetString()!;
        Assert.All(answer.GetProperty("entries").EnumerateArray().ToList(), entry => Assert.Equal([broken], entry.EnumerateObject().Where(value => value.Value.ValueKind == JsonValueKind.Null).Select(value => value.Name)));
        Assert.Single((await Answer("stats", File)).Split('\n'), line => line.StartsWith($"{broken} ", StringComparison.Ordinal) && !line.EndsWith('-'));
        await Fails("MLP7958", "the branch cannot be read: ", "stats", File, "--branches", broken);
        await Fails("MLP7958", "the branch cannot be read: ", "head", File, "--branches", broken);
    }

    private static async Task<string> Answer(params string[] arguments)
    {
        var (exit, output, errors) = await Tool.Run(["root", .. arguments]);
        Assert.True(exit == 0, errors);
        return output;
    }

    private static async Task Fails(string code, string fact, params string[] arguments)
    {
        var (exit, output, errors) = await Tool.Run(["root", .. arguments]);
        Assert.True(exit == 1, $"{exit}: {output}");
        Assert.StartsWith($"{code}: ", errors, StringComparison.Ordinal);
        Assert.Contains(fact, errors, StringComparison.Ordinal);
        Assert.Contains("  value: ", errors, StringComparison.Ordinal);
        Assert.Contains("  remedy: ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", errors, StringComparison.Ordinal);
    }

    private static string Compact(string json) => JsonSerializer.Serialize(JsonElement.Parse(json));
}
