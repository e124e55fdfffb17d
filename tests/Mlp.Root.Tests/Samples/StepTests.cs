namespace Mlp.Root.Tests.Samples;

public sealed class StepTests
{
    private const string Skip = "MLP_ROOT_SAMPLES names no folder";

    public static bool IsAbsent => Sample.Folder is null;

    [Theory(Skip = Skip, SkipWhen = nameof(IsAbsent))]
    [InlineData("uproot-HZZ.root", 100)]
    [InlineData("uproot-HZZ-lz4.root", 7)]
    [InlineData("uproot-Zmumu-zstd.root", 1)]
    [InlineData("nanoAOD_2015_CMS_Open_Data_ttbar.root", 33)]
    [InlineData("uproot-stl_containers.root", 2)]
    [InlineData("uproot-sample-6.20.04-lz4.root", 4)]
    public async Task Steps_of_any_size_hold_what_the_whole_holds(string name, int entries)
    {
        using var file = await RootFile.OpenAsync(Path.Combine(Sample.Folder!, name));
        foreach (var tree in file.Trees)
        {
            var whole = await Sums(tree, new ReadOptions());
            Assert.Equal(whole, await Sums(tree, new ReadOptions { StepEntries = entries, Threads = 3 }));
            Assert.Equal(whole, await Sums(tree, new ReadOptions { StepBytes = 5_000, ReadAhead = 3 }));
        }
    }

    [Fact(Skip = Skip, SkipWhen = nameof(IsAbsent))]
    public async Task A_range_begins_and_ends_where_it_should()
    {
        using var file = await RootFile.OpenAsync(Path.Combine(Sample.Folder!, "uproot-HZZ.root"));
        var tree = file.Tree("events")!;
        using var reader = new BranchReader(tree.Branch("NJet")!);
        using var all = reader.Read(0, tree.Entries, default);
        var expected = ((NumberColumn<int>)all.Column).Values[100..1501].ToArray();
        var found = new List<int>();
        await foreach (var step in tree.Read(["NJet"], new EntryRange(100, 1501), new ReadOptions { StepEntries = 250 }))
        {
            Assert.Equal(100 + found.Count, step.First);
            found.AddRange(((NumberColumn<int>)step["NJet"]).Values);
            step.Dispose();
        }

        Assert.Equal(expected, found);
    }

    [Fact(Skip = Skip, SkipWhen = nameof(IsAbsent))]
    public async Task A_reader_may_leave_early_or_be_cancelled()
    {
        using var file = await RootFile.OpenAsync(Path.Combine(Sample.Folder!, "uproot-HZZ.root"));
        var tree = file.Tree("events")!;
        await foreach (var step in tree.Read(tree.Branches, options: new ReadOptions { StepEntries = 10 }))
        {
            step.Dispose();
            break;
        }

        using var cancelled = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var step in tree.Read(tree.Branches, options: new ReadOptions { StepEntries = 10 }, ct: cancelled.Token))
            {
                step.Dispose();
                await cancelled.CancelAsync();
            }
        });
    }

    [Fact(Skip = Skip, SkipWhen = nameof(IsAbsent))]
    public void A_wrong_name_is_answered_with_the_closest()
    {
        using var file = RootFile.Open(Path.Combine(Sample.Folder!, "uproot-HZZ.root"));
        var refusal = Assert.Throws<UnknownBranchException>(() => file.Tree("events")!.Read(["Muon_px"]));
        Assert.Equal("Muon_Px", refusal.Closest[0]);
    }

    private static async Task<string> Sums(RootTree tree, ReadOptions options)
    {
        var sums = new Dictionary<string, (long Values, double Sum)>(StringComparer.Ordinal);
        await foreach (var step in tree.Read(tree.Branches, options: options))
        {
            foreach (var column in step.Columns.Where(column => column.Error is null))
            {
                Assert.Equal(step.Count, column.Demand().Count);
                var figures = Figures.Of(column.Demand());
                var (values, sum) = sums.GetValueOrDefault(column.Branch.Path);
                sums[column.Branch.Path] = (values + figures.Values + figures.Texts, sum + figures.Sum);
            }

            step.Dispose();
        }

        return string.Join('\n', sums.Select(pair => $"{pair.Key} {pair.Value.Values} {pair.Value.Sum:G9}"));
    }
}
