namespace Mlp.Root.Tests.Samples;

public sealed class SampleTests
{
    private const string Skip = "MLP_ROOT_SAMPLES names no folder";

    public static bool IsAbsent => Sample.Folder is null;

    public static TheoryData<string> Files => [.. Sample.Files.DefaultIfEmpty("(none)")];

    [Theory(Skip = Skip, SkipWhen = nameof(IsAbsent))]
    [MemberData(nameof(Files))]
    public void A_real_file_holds_what_another_reader_saw_in_it(string file)
    {
        var wrong = Sample.Compare(file).Where(outcome => outcome.ByOthers && outcome.Reading != Reading.Agrees).ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} branches: {string.Join('\n', wrong.Take(20).Select(o => $"{o.Tree}/{o.Branch} ({o.Type}): {o.Reading}: {o.Detail}"))}");
    }

    /// <summary>Behind the bits of an object to which others refer stands the number of a process; the other reader takes two of them for bits.</summary>
    [Fact(Skip = Skip, SkipWhen = nameof(IsAbsent))]
    public void Bits_of_objects_are_as_many_as_the_objects()
    {
        using var file = RootFile.Open(Path.Combine(Sample.Folder!, Sample.MiscountedBits));
        var tree = file.Tree("Delphes")!;
        Assert.All(["Track", "EFlowTrack", "EFlowPhoton", "EFlowNeutralHadron"], name => Assert.Equal(ValuesOf(tree, $"{name}.fUniqueID"), ValuesOf(tree, $"{name}.fBits")));
    }

    private static long ValuesOf(RootTree tree, string branch)
    {
        using var reader = new BranchReader(tree.Branch(branch)!);
        using var values = reader.Read(0, tree.Entries, default);
        return Figures.Of(values.Column).Values;
    }

    [Fact(Skip = Skip, SkipWhen = nameof(IsAbsent))]
    public void Nineteen_of_twenty_branches_of_real_files_decode()
    {
        var all = Sample.Files.SelectMany(Sample.Compare).ToList();
        var failed = all.Where(outcome => outcome.Reading == Reading.Fails).ToList();
        var table = failed.GroupBy(o => (o.Type, o.Detail)).OrderByDescending(group => group.Count()).Select(group => $"{group.Count()} x {group.Key.Type}: {group.Key.Detail} ({group.First().File}: {group.First().Branch})");
        TestContext.Current.TestOutputHelper!.WriteLine($"{all.Count} branches, {all.Count(o => o.ByOthers)} read by another reader, {all.Count(o => o.ByOthers && o.Reading == Reading.Agrees)} of them agree, {failed.Count} do not decode\n{string.Join('\n', table)}");
        Assert.True(failed.Count * 20 <= all.Count, $"{failed.Count} of {all.Count} do not decode\n{string.Join('\n', table)}");
    }
}
