using System.Text.Json;

namespace Mlp.Tool.Tests.RootFiles;

/// <summary>Real files, and what another reader saw in them.</summary>
public sealed class RootSampleTests
{
    private const string Skip = "MLP_ROOT_SAMPLES names no folder";

    public static bool IsAbsent => !Directory.Exists(Folder);

    private static string Folder => Environment.GetEnvironmentVariable("MLP_ROOT_SAMPLES") ?? "";

    [Theory(Skip = Skip, SkipWhen = nameof(IsAbsent))]
    [InlineData("uproot-HZZ-lzma.root")]
    [InlineData("uproot-Zmumu-zstd.root")]
    [InlineData("uproot-issue-643.root")]
    [InlineData("nanoAOD_2015_CMS_Open_Data_ttbar.root")]
    public async Task Trees_and_figures_of_a_real_file_are_what_another_reader_saw(string name)
    {
        var path = Path.Combine(Folder, name);
        using var expected = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Folder, "expected", $"{name}.json"), TestContext.Current.CancellationToken));
        var trees = (await Answer("ls", path)).GetProperty("trees").EnumerateArray().ToDictionary(tree => tree.GetProperty("name").GetString()!);
        foreach (var tree in expected.RootElement.GetProperty("trees").EnumerateObject())
        {
            Assert.Equal(tree.Value.GetProperty("entries").GetInt64(), trees[tree.Name].GetProperty("entries").GetInt64());
            AssertBranches(tree.Value.GetProperty("branches"), (await Answer("stats", path, tree.Name)).GetProperty("branches"));
            Assert.NotEmpty((await Answer("head", path, tree.Name)).GetProperty("entries").EnumerateArray().ToList());
            Assert.NotEmpty((await Answer("show", path, tree.Name)).GetProperty("branches").EnumerateArray().ToList());
        }
    }

    private static void AssertBranches(JsonElement expected, JsonElement found)
    {
        var compared = 0;
        foreach (var branch in found.EnumerateArray())
        {
            if (expected.TryGetProperty(branch.GetProperty("name").GetString()!, out var other) && other.TryGetProperty("values", out var values) && branch.TryGetProperty("values", out var count)
                && other.GetProperty("finite").GetInt64() == values.GetInt64() && values.GetInt64() > 0)
            {
                compared++;
                Assert.Equal(values.GetInt64(), count.GetInt64());
                Assert.Equal(other.GetProperty("max").GetDouble(), branch.GetProperty("maximum").GetDouble(), Math.Abs(other.GetProperty("max").GetDouble()) * 1e-6);
                Assert.Equal(other.GetProperty("min").GetDouble(), branch.GetProperty("minimum").GetDouble(), Math.Abs(other.GetProperty("min").GetDouble()) * 1e-6);
            }
        }

        Assert.True(compared > 0, "nothing could be compared");
    }

    private static async Task<JsonElement> Answer(params string[] arguments)
    {
        var (exit, output, errors) = await Tool.Run(["root", .. arguments, "--output", "json"]);
        Assert.Equal((0, ""), (exit, errors));
        return JsonElement.Parse(output);
    }
}
