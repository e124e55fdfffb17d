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
