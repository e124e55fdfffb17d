using System.IO.Compression;
using Mlp.Cli;
using Mlp.Cli.Packages;

namespace Mlp.Tool.Tests.Packages;

public sealed class FolderFeedTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_word_packages_go_to_the_folder_in_the_home()
    {
        using var feed = PackageFeeds.Open(null, FeedSettings.With(home: _folder["home"]));

        var pushed = await feed.Push(TestPackage.Write(_folder, "Beams.Awake", "1.2.0"), null, default);

        Assert.Equal((PushOutcome.Pushed, "Beams.Awake", "1.2.0"), (pushed.Outcome, pushed.Package.Id, pushed.Package.Version));
        Assert.Equal(await File.ReadAllBytesAsync(_folder["built/Beams.Awake.1.2.0.nupkg"]), await File.ReadAllBytesAsync(_folder["home/packages/Beams.Awake.1.2.0.nupkg"]));
        Assert.Equal(["Beams.Awake.1.2.0.nupkg"], Packages("home/packages"));
    }

    [Fact]
    public async Task The_home_stays_private_and_a_named_folder_is_for_everyone()
    {
        using var inHome = PackageFeeds.Open(null, FeedSettings.With(home: _folder["home"]));
        using var named = Open();
        foreach (var feed in new[] { inHome, named })
        {
            await feed.Push(TestPackage.Write(_folder, "Beams", "1.0.0"), null, default);
        }

        const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(_folder["home"]) & Others);
        Assert.Equal(Others, File.GetUnixFileMode(_folder["feed"]) & Others);
        Assert.True(File.GetUnixFileMode(_folder["feed/.lock"]).HasFlag(UnixFileMode.OtherWrite));
    }

    [Fact]
    public async Task A_package_that_is_there_is_compared_and_never_replaced()
    {
        using var feed = Open();
        await feed.Push(TestPackage.Write(_folder, "Beams", "1.0.0"), null, default);
        var before = await File.ReadAllBytesAsync(_folder["feed/Beams.1.0.0.nupkg"]);

        var same = await feed.Push(_folder["built/Beams.1.0.0.nupkg"], null, default);
        var other = await feed.Push(TestPackage.Write(_folder, "Beams", "1.0.0", "other", "other.nupkg"), null, default);
        var otherCase = await feed.Push(TestPackage.Write(_folder, "beams", "1.0.0", name: "case.nupkg"), null, default);

        Assert.Equal([PushOutcome.AlreadyPresent, PushOutcome.ContentDiffers, PushOutcome.ContentDiffers], [same.Outcome, other.Outcome, otherCase.Outcome]);
        Assert.Equal(before, await File.ReadAllBytesAsync(_folder["feed/Beams.1.0.0.nupkg"]));
        Assert.Equal(["Beams.1.0.0.nupkg"], Packages("feed"));
    }

    [Fact]
    public async Task Looking_and_comparing_write_nothing()
    {
        using var feed = Open();
        var package = TestPackage.Write(_folder, "Beams", "1.0.0");
        Assert.Null(await feed.Compare(package, default));
        Assert.False(await feed.Has(new("Beams", "1.0.0"), default));
        Assert.False(Directory.Exists(_folder["feed"]));

        await feed.Push(package, null, default);
        Assert.True(await feed.Has(new("beams", "1.0.0"), default));
        Assert.Equal(PushOutcome.AlreadyPresent, (await feed.Compare(package, default))!.Outcome);
        Assert.Equal(PushOutcome.ContentDiffers, (await feed.Compare(TestPackage.Write(_folder, "Beams", "1.0.0", "other", "other.nupkg"), default))!.Outcome);
    }

    [Fact]
    public async Task Of_many_that_push_one_package_at_once_one_does()
    {
        var package = TestPackage.Write(_folder, "Beams", "1.0.0");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            using var feed = Open();
            return (await feed.Push(package, null, default)).Outcome;
        })));

        Assert.Single(outcomes, PushOutcome.Pushed);
        Assert.Equal(7, outcomes.Count(outcome => outcome == PushOutcome.AlreadyPresent));
        Assert.Equal(["Beams.1.0.0.nupkg"], Packages("feed"));
    }

    [Fact]
    public async Task What_a_killed_push_left_behind_is_not_a_package()
    {
        _folder.Write("feed/Beams.1.0.0.nupkg.partial", "half a pack");
        using var feed = Open();

        Assert.Equal(PushOutcome.Pushed, (await feed.Push(TestPackage.Write(_folder, "Beams", "1.0.0"), null, default)).Outcome);
        Assert.Equal(["Beams.1.0.0.nupkg"], Packages("feed"));
        Assert.Equal(await File.ReadAllBytesAsync(_folder["built/Beams.1.0.0.nupkg"]), await File.ReadAllBytesAsync(_folder["feed/Beams.1.0.0.nupkg"]));
    }

    [Theory]
    [InlineData("1.0", "1.0.0")]
    [InlineData("1.02.3.0", "1.2.3")]
    [InlineData("1.2.3.4", "1.2.3.4")]
    [InlineData("1.2.3-Rc.1+abc", "1.2.3-Rc.1")]
    public async Task Versions_are_written_as_NuGet_writes_them(string version, string normalised)
    {
        using var feed = Open();

        Assert.Equal(normalised, (await feed.Push(TestPackage.Write(_folder, "Beams", version, name: "package.nupkg"), null, default)).Package.Version);
        Assert.True(File.Exists(_folder[$"feed/Beams.{normalised}.nupkg"]));
    }

    [Theory]
    [InlineData("../../Beams", "1.0.0")]
    [InlineData("Beams", "../1.0.0")]
    [InlineData("Beams", "latest")]
    [InlineData("", "1.0.0")]
    public async Task A_package_with_another_name_or_version_than_packages_have_is_refused(string id, string version)
    {
        var package = TestPackage.Write(_folder, "Beams", "1.0.0", name: "package.nupkg");
        Rename(package, id, version);

        using var feed = Open();
        Assert.Equal("MLP7429", (await Assert.ThrowsAsync<CommandFailedException>(() => feed.Push(package, null, default))).Code);
        Assert.False(Directory.Exists(_folder["feed"]));
    }

    [Fact]
    public async Task What_is_no_package_is_refused()
    {
        using var feed = Open();
        foreach (var file in new[] { _folder.Write("text.nupkg", "no zip"), _folder["missing.nupkg"] })
        {
            Assert.Equal("MLP7429", (await Assert.ThrowsAsync<CommandFailedException>(() => feed.Push(file, null, default))).Code);
        }
    }

    [Fact]
    public async Task Checking_says_whether_packages_could_go_there_and_makes_nothing()
    {
        using var feed = Open();
        Assert.Null((await feed.Check(default)).Note);
        Assert.False(Directory.Exists(feed.Name));

        using var blocked = PackageFeeds.Open(_folder.Write("file", "") + "/below", FeedSettings.With());
        Assert.Equal("MLP7428", (await Assert.ThrowsAsync<CommandFailedException>(() => blocked.Check(default))).Code);
        Assert.Equal("MLP7428", (await Assert.ThrowsAsync<CommandFailedException>(() => blocked.Push(TestPackage.Write(_folder, "Beams", "1.0.0"), null, default))).Code);
    }

    [Fact]
    public async Task A_file_address_is_a_folder()
    {
        using var feed = PackageFeeds.Open("file://" + _folder["feed"], FeedSettings.With());

        await feed.Push(TestPackage.Write(_folder, "Beams", "1.0.0"), null, default);

        Assert.Equal(["Beams.1.0.0.nupkg"], Packages("feed"));
    }

    private static void Rename(string package, string id, string version)
    {
        using var archive = ZipFile.Open(package, ZipArchiveMode.Update);
        archive.GetEntry("Beams.nuspec")!.Delete();
        using var writer = new StreamWriter(archive.CreateEntry("Beams.nuspec").Open());
        writer.Write($"<package><metadata><id>{id}</id><version>{version}</version></metadata></package>");
    }

    private IPackageFeed Open() => PackageFeeds.Open(_folder["feed"], FeedSettings.With());

    private IEnumerable<string> Packages(string folder) =>
        Directory.GetFiles(_folder[folder]).Select(file => Path.GetFileName(file)).Where(name => name != ".lock").Order(StringComparer.Ordinal);
}
