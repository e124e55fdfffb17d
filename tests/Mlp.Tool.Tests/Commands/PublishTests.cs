using Mlp.Wire;

namespace Mlp.Tool.Tests.Commands;

public sealed class PublishTests(SharedRegistry registry)
{
    [Fact]
    public async Task The_version_alone_is_on_stdout_and_the_story_on_stderr()
    {
        using var user = await User.Of(registry, "1.0.0");
        var (exit, output, errors) = await user.Run("publish", user.Parameters, user.Weights(), "--model", user.Type, "--metadata", "machine=sps", "--metadata", "energy=450GeV");
        Assert.Equal((0, "1.0\n"), (exit, output));
        Assert.Contains($"published {user.Parameters} 1.0 for {user.Type} 1.0.0", errors, StringComparison.Ordinal);

        Assert.Equal("1.1\n", await user.Publish("1.0.0"));
        var shown = await user.Json("show", $"{user.Parameters}@1.0");
        Assert.Equal("sps", shown.GetProperty("metadata").GetProperty("machine").GetString());
        Assert.Equal("450GeV", shown.GetProperty("metadata").GetProperty("energy").GetString());
    }

    [Fact]
    public async Task With_json_the_record_of_the_version_is_on_stdout()
    {
        using var user = await User.Of(registry, "1.0.0");
        var json = await user.Json("publish", user.Parameters, user.Weights(), "--model", user.Type, "--version", "3.7");
        var record = System.Text.Json.JsonSerializer.Deserialize<ParametersVersionInfo>(json, WireJson.Options)!;
        Assert.Equal((user.Parameters, "3.7", user.Type, "1.0.0"), (record.Name, record.Version, record.PublishedFromType, record.PublishedFromVersion));
    }

    [Fact]
    public async Task Quiet_leaves_the_answer_alone_and_verbose_tells_the_registry()
    {
        using var user = await User.Of(registry, "1.0.0");
        Assert.Equal((0, "1.0\n", ""), await user.Run("publish", user.Parameters, user.Weights(), "--model", user.Type, "--quiet"));
        var (_, output, errors) = await user.Run("publish", user.Parameters, user.Weights(), "--model", user.Type, "--verbose");
        Assert.Equal("1.1\n", output);
        Assert.Contains(user.Registry.Home, errors, StringComparison.Ordinal);
        Assert.Contains("digest: sha256:", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_version_the_model_is_the_latest_pre_releases_aside()
    {
        using var user = await User.Of(registry, "1.0.0", "1.2.0", "2.0.0-rc.1");
        await user.Done("publish", user.Parameters, user.Weights(), "--model", user.Type);
        Assert.Equal("1.2.0", (await user.Json("show", $"{user.Parameters}@1.0")).GetProperty("publishedFromVersion").GetString());
    }

    [Fact]
    public async Task A_single_file_is_published_as_a_folder_that_holds_it()
    {
        using var user = await User.Of(registry, "1.0.0");
        await user.Done("publish", user.Parameters, Path.Combine(user.Weights(), "weights.txt"), "--model", user.Type);
        Assert.Equal("weights.txt", Assert.Single((await user.Json("show", $"{user.Parameters}@1.0")).GetProperty("files").EnumerateArray()).GetProperty("path").GetString());
    }

    [Fact]
    public async Task Without_inheriting_the_version_fits_the_one_that_it_comes_from_alone()
    {
        using var user = await User.Of(registry, "1.0.0", "1.1.0");
        await user.Publish("1.0.0");
        await user.Done("compat", "add", $"{user.Type}@1.1.0", $"{user.Parameters}@1.0");
        await user.Done("publish", user.Parameters, user.Weights("4"), "--model", $"{user.Type}@1.0.0", "--no-inherit");
        await user.Done("publish", user.Parameters, user.Weights("5"), "--model", $"{user.Type}@1.0.0");
        Assert.Equal(1, (await user.Json("compat", "list", $"{user.Parameters}@1.1")).GetArrayLength());
    }

    [Fact]
    public async Task An_ambiguous_version_is_refused_with_the_two_that_would_settle_it()
    {
        using var user = await User.Of(registry, "3.3.0");
        await user.Done("publish", user.Parameters, user.Weights(), "--model", user.Type, "--version", "4.0");
        var errors = await user.Failed("publish", user.Parameters, user.Weights(), "--model", user.Type);
        Assert.StartsWith("MLP4001", errors, StringComparison.Ordinal);
        Assert.Contains("3.0 or 4.1", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MLP6102", "nothing-there", "--model", "TYPE")]
    [InlineData("MLP6203", "weights", "--model", "TYPE@9.9.9")]
    [InlineData("MLP1007", "weights", "--model", "no_such_type")]
    public async Task What_cannot_be_published_is_told(string code, string path, string option, string model)
    {
        using var user = await User.Of(registry, "1.0.0");
        user.Weights();
        var errors = await user.Failed("publish", user.Parameters, path, option, model.Replace("TYPE", user.Type, StringComparison.Ordinal));
        Assert.StartsWith(code, errors, StringComparison.Ordinal);
    }
}
