namespace Mlp.Root.Tests;

public sealed class FriendTests : IDisposable
{
    private const int Entries = 20_000;
    private static readonly DateTimeOffset Time = new(2020, 2, 2, 2, 2, 2, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("mlp-root-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Branches_of_friends_are_read_beside_those_of_their_tree()
    {
        Write("scores.root", "scores", 1_000_000);
        Write("more/marks.root", "marks", 2_000_000);
        using var file = await RootFile.OpenAsync(Main(
            new("scores", "scores", "scores.root"),
            new("flags", "marks", "more/marks.root"),
            new("here", "here", "")));
        var events = file.Tree("events")!;
        Assert.All(events.OpenFriends(), friend => Assert.Null(friend.Problem));
        Assert.Equal(["flags.value", "flags.marks_only"], events.OpenFriends()[1].Branches.Select(branch => branch.Name));
        string[] names = ["value", "scores.value", "flags.value", "here.value", "scores_only"];
        var read = names.ToDictionary(name => name, _ => new List<int>());
        await foreach (var step in events.Read(names, options: new ReadOptions { StepEntries = 3_333 }))
        {
            using (step)
            {
                Array.ForEach(names, name => read[name].AddRange(step.Numbers<int>(name)));
            }
        }

        Assert.Equal(Enumerable.Range(0, Entries), read["value"]);
        Assert.Equal(Enumerable.Range(1_000_000, Entries), read["scores.value"]);
        Assert.Equal(Enumerable.Range(2_000_000, Entries), read["flags.value"]);
        Assert.Equal(Enumerable.Range(3_000_000, Entries), read["here.value"]);
        Assert.Equal(read["scores.value"], read["scores_only"]);
    }

    [Fact]
    public async Task A_name_that_two_friends_have_needs_its_alias()
    {
        Write("a.root", "a", 0, more: "twice");
        Write("b.root", "b", 0, more: "twice");
        using var file = await RootFile.OpenAsync(Main(new("a", "a", "a.root"), new("b", "b", "b.root")));
        var events = file.Tree("events")!;
        Assert.Null(events.Branch("twice"));
        Assert.Equal("a", events.Branch("a.twice")!.FriendAlias);
        var refusal = Assert.Throws<UnknownBranchException>(() => events.Read(["twice"]));
        Assert.Equal(["a.twice", "b.twice"], refusal.Closest.Take(2));
    }

    [Fact]
    public async Task A_friend_that_cannot_be_opened_is_named_and_stops_nothing()
    {
        Write("good.root", "good", 1_000_000);
        await File.WriteAllTextAsync(Path.Combine(_folder, "text.root"), "no such thing");
        using var file = await RootFile.OpenAsync(Main(
            new("absent", "absent", "absent.root"),
            new("text", "text", "text.root"),
            new("misnamed", "misnamed", "good.root"),
            new("far", "far", "https://data.example.org/far.root"),
            new("good", "good", "good.root")));
        var events = file.Tree("events")!;
        string[] reasons = [.. events.OpenFriends().Select(friend => friend.Problem ?? "none")];
        Assert.Contains("Could not find file", reasons[0], StringComparison.Ordinal);
        Assert.StartsWith("no ROOT file: it does not begin with 'root'", reasons[1], StringComparison.Ordinal);
        Assert.StartsWith("there is no tree 'misnamed'; there are: good", reasons[2], StringComparison.Ordinal);
        Assert.StartsWith("it lies at https://data.example.org/far.root", reasons[3], StringComparison.Ordinal);
        Assert.Equal("none", reasons[4]);
        Assert.Contains("its friend 'absent' cannot be opened: Could not find file", Assert.Throws<UnknownBranchException>(() => events.Read(["absent.value"])).Message, StringComparison.Ordinal);
        await foreach (var step in events.Read(["value", "good.value"]))
        {
            Assert.Equal(1_000_000 + step.Numbers<int>("value")[^1], step.Numbers<int>("good.value")[^1]);
            step.Dispose();
        }
    }

    [Fact]
    public async Task A_friend_of_fewer_entries_fails_alone_and_where_it_ends()
    {
        Write("short.root", "short", 0, entries: 1_000);
        using var file = await RootFile.OpenAsync(Main(new FriendTree("short", "short", "short.root")));
        var events = file.Tree("events")!;
        await foreach (var step in events.Read(["value", "short.value"], options: new ReadOptions { StepEntries = 1_000 }))
        {
            using (step)
            {
                Assert.Equal(step.First, step.Numbers<int>("value")[0]);
                Assert.Equal(step.First == 0 ? null : $"branch 'short.value' has no entry {step.First}: its tree 'short' has 1000 entries", step.Columns[1].Error?.Fact);
            }
        }
    }

    [Fact]
    public async Task A_friend_with_an_index_is_refused()
    {
        using (var writer = RootWriter.Create(Path.Combine(_folder, "indexed.root"), RootCompression.Zlib, Time))
        {
            var tree = writer.Tree("indexed");
            tree.Flat<int>("run").Append([7, 8]);
            tree.Index = IndexOf("run", [7, 8]);
            writer.Complete();
        }

        using var file = await RootFile.OpenAsync(Main(new FriendTree("indexed", "indexed", "indexed.root")));
        var friend = Assert.Single(file.Tree("events")!.OpenFriends());
        Assert.Null(friend.Tree);
        Assert.Contains("are found by an index (BuildIndex) over their values", friend.Problem, StringComparison.Ordinal);
        using var alone = await RootFile.OpenAsync(Path.Combine(_folder, "indexed.root"));
        Assert.Equal(["run"], alone.Tree("indexed")!.Branches.Select(branch => branch.Name));
    }

    [Fact]
    public async Task Two_trees_may_be_friends_of_each_other()
    {
        Write("other.root", "other", 5, friend: new FriendTree("events", "events", "main.root"));
        using var file = await RootFile.OpenAsync(Main(new FriendTree("other", "other", "other.root")));
        await foreach (var step in file.Tree("events")!.Read(["other_only"], new EntryRange(0, 2)))
        {
            Assert.Equal([5, 6], step.Numbers<int>("other.other_only").ToArray());
            step.Dispose();
        }
    }

    // TTreeIndex, version 2, as it streams itself: no flags before its arrays.
    private static Action<ObjectWriter> IndexOf(string major, long[] values) => into => into.Versioned(2, index =>
    {
        index.Versioned(1, parent => parent.Named("", ""));
        index.Text(major);
        index.Text("0");
        index.Int64(values.Length);
        Array.ForEach(values, index.Int64);
        Array.ForEach(values, _ => index.Int64(0));
        Array.ForEach(values, value => index.Int64(Array.IndexOf(values, value)));
    });

    private string Main(params FriendTree[] friends)
    {
        var path = Path.Combine(_folder, "main.root");
        using var writer = RootWriter.Create(path, RootCompression.Zlib, Time);
        var tree = writer.Tree("events");
        Array.ForEach(friends, friend => tree.Friend(friend.TreeName, friend.FileName, friend.Alias));
        tree.Flat<int>("value").Append([.. Enumerable.Range(0, Entries)]);
        writer.Tree("here").Flat<int>("value").Append([.. Enumerable.Range(3_000_000, Entries)]);
        writer.Complete();
        return path;
    }

    private void Write(string name, string tree, int first, string? more = null, int entries = Entries, FriendTree? friend = null)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var writer = RootWriter.Create(path, RootCompression.Lz4, Time);
        var written = writer.Tree(tree);
        if (friend is not null)
        {
            written.Friend(friend.TreeName, friend.FileName, friend.Alias);
        }

        int[] values = [.. Enumerable.Range(first, entries)];
        written.Flat<int>("value").Append(values);
        written.Flat<int>(more ?? $"{tree}_only").Append(values);
        writer.Complete();
    }
}
