using System.Text.Json;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Releases;

/// <summary>The ledger: wherever a release is killed, going on completes it, and nothing is done twice.</summary>
public sealed class InterruptedReleaseTests(InstalledTool tool, PackedLibraries packages)
{
    private static readonly string[] Steps = ["built", "packed", "package-pushed", "bundle-pushed", "registered"];

    private static readonly string[] Moments =
    [
        "building", "packing the bundle", "the code was built", "packages and bundle were packed", "pushing Beams", "pushing the bundle", "registering",
    ];

    [Fact]
    public async Task A_release_that_is_killed_at_any_step_is_completed_by_the_next_try()
    {
        using var author = new Author(tool, packages).WithOneModel();
        foreach (var (index, moment) in Moments.Index())
        {
            var tag = $"v1.{index}.0";
            author.Code.Commit();
            author.Tag(tag);
            await author.KillAt(moment, "register");
            var isOpen = (await author.Run("release", "status", tag)).Exit == 0;
            await (isOpen && index % 2 == 0 ? author.Done("release", "resume", tag) : author.Done("register"));

            var release = await author.Json("release", "status", tag);
            Assert.Equal("registered", release.Text("state"));
            Assert.Equal(Steps, Finished(release));
            Assert.Equal(index + 1, (await author.Json("show", "constant_model")).GetProperty("versions").GetArrayLength());
            Assert.Equal(["unchanged constant_model " + tag[1..]], await author.Lines("register"));
        }
    }

    [Fact]
    public async Task A_release_goes_on_to_inherit_or_not_as_it_was_opened()
    {
        using var author = new Author(tool, packages).WithOneModel();
        author.Tag("v1.0.0");
        await author.KillAt("pushing Beams", "register", "--no-inherit");

        var error = await author.Failed("register");
        Assert.Contains("MLP3009", error, StringComparison.Ordinal);
        Assert.Contains("mlp release resume v1.0.0", error, StringComparison.Ordinal);
        Assert.Contains("would register 1 model", await author.Done("plan"), StringComparison.Ordinal);
        await author.Done("check");
        Assert.Equal(["registered constant_model 1.0.0"], await author.Lines("release", "resume", "v1.0.0"));
        Assert.False((await author.Json("release", "status", "v1.0.0")).GetProperty("inherit").GetBoolean());

        author.Code.Commit();
        author.Tag("v1.1.0");
        await author.KillAt("pushing Beams", "register", "--no-inherit");
        Assert.Equal(["abandoned v1.1.0"], await author.Lines("release", "abandon", "v1.1.0"));
        Assert.Contains("MLP7507", await author.Failed("release", "resume", "v1.1.0"), StringComparison.Ordinal);
        await author.Done("register");
        Assert.True((await author.Json("release", "status", "v1.1.0")).GetProperty("inherit").GetBoolean());
    }

    [Fact]
    public async Task Another_feed_than_that_of_the_first_try_gets_the_packages_too()
    {
        using var author = new Author(tool, packages).WithOneModel();
        author.Tag("v1.0.0");
        await author.KillAt("pushing the bundle", "register");
        var other = Path.Combine(author.Home, "other");
        await author.Done("release", "resume", "v1.0.0", "--feed", other);

        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(author.Home, "packages", "Beams.1.0.0.nupkg")), await File.ReadAllBytesAsync(Path.Combine(other, "Beams.1.0.0.nupkg")));
        Assert.Equal(Steps, Finished(await author.Json("release", "status", "v1.0.0")));
    }

    [Fact]
    public async Task Other_bytes_than_those_that_left_go_nowhere()
    {
        using var author = new Author(tool, packages).WithOneModel();
        author.Tag("v1.0.0");
        await author.KillAt("pushing the bundle", "register");
        author.Variables["DefineConstants"] = "OTHERWISE";
        var other = Path.Combine(author.Home, "other");
        var error = await author.Failed("register", "--feed", other);
        Assert.Contains("MLP7515", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(other));
    }

    [Fact]
    public async Task A_package_that_the_feed_lost_is_told_and_brought_there_again()
    {
        using var author = new Author(tool, packages).WithOneModel();
        author.Tag("v1.0.0");
        await author.Done("register");
        var package = Path.Combine(author.Home, "packages", "Beams.1.0.0.nupkg");
        var bytes = await File.ReadAllBytesAsync(package);
        File.Delete(package);

        var (exit, output, errors) = await author.Run("register");
        Assert.Equal((0, "unchanged constant_model 1.0.0\n"), (exit, output));
        Assert.Contains($"{Path.GetDirectoryName(package)} has no Beams 1.0.0", errors, StringComparison.Ordinal);
        Assert.Contains("mlp release resume v1.0.0", errors, StringComparison.Ordinal);
        Assert.Equal(["unchanged constant_model 1.0.0"], await author.Lines("release", "resume", "v1.0.0"));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(package));
    }

    [Fact]
    public async Task Of_two_that_register_one_tag_at_once_one_registers_and_the_other_sees_that_nothing_changed()
    {
        using var author = new Author(tool, packages).WithOneModel();
        author.Tag("v1.0.0");
        var lines = await Task.WhenAll(author.Lines("register"), author.Lines("register"));
        Assert.Equal(["registered constant_model 1.0.0", "unchanged constant_model 1.0.0"], lines.SelectMany(line => line).Order(StringComparer.Ordinal));
        Assert.Equal(Steps, Finished(await author.Json("release", "status", "v1.0.0")));
    }

    private static IEnumerable<string> Finished(JsonElement release) =>
        release.GetProperty("steps").EnumerateArray().Where(step => step.Text("state") == "done").Select(step => step.Text("step"));
}
