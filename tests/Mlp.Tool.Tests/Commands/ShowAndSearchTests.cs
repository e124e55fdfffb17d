namespace Mlp.Tool.Tests.Commands;

public sealed class ShowAndSearchTests(SharedRegistry registry)
{
    [Fact]
    public async Task A_name_is_shown_with_its_versions_and_a_version_with_all_that_is_known()
    {
        using var user = await User.Of(registry, "1.0.0", "1.1.0");
        await user.Publish("1.0.0");
        Assert.Equal(2, (await user.Json("show", user.Type)).GetProperty("versions").GetArrayLength());
        Assert.Equal("v1.1.0", (await user.Json("show", $"{user.Type}@1.1.0")).GetProperty("tag").GetString());
        Assert.Equal(user.Parameters, (await user.Json("show", user.Parameters)).GetProperty("parameters").GetProperty("name").GetString());
        Assert.Equal(2, (await user.Json("show", $"{user.Parameters}@1.0")).GetProperty("files").GetArrayLength());

        Assert.Contains("v1.1.0", await user.Done("show", user.Type), StringComparison.Ordinal);
        Assert.Contains("commit      aaaa", await user.Done("show", $"{user.Type}@1.0.0"), StringComparison.Ordinal);
        Assert.Contains($"{user.Type}@1.0.0", await user.Done("show", user.Parameters), StringComparison.Ordinal);
        Assert.Contains("scale/mean.txt", await user.Done("show", $"{user.Parameters}@1.0"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_of_both_kinds_wants_to_be_told_which_unless_the_version_tells()
    {
        using var user = await User.Of(registry, "1.0.0");
        await user.Done("publish", user.Type, user.Weights(), "--model", user.Type);
        Assert.StartsWith("MLP7603", await user.Failed("show", user.Type), StringComparison.Ordinal);
        Assert.StartsWith("model type", await user.Done("show", user.Type, "--kind", "type"), StringComparison.Ordinal);
        Assert.StartsWith("parameters", await user.Done("show", user.Type, "--kind", "parameters"), StringComparison.Ordinal);
        Assert.StartsWith("parameters", await user.Done("show", $"{user.Type}@1.0"), StringComparison.Ordinal);
        Assert.StartsWith("model type", await user.Done("show", $"{user.Type}@1.0.0"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_told()
    {
        using var user = await User.Of(registry, "1.0.0");
        Assert.StartsWith("MLP7604", await user.Failed("show", user.Parameters), StringComparison.Ordinal);
        Assert.StartsWith("MLP1007", await user.Failed("show", $"{user.Type}@2.0.0"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_finds_names_by_text_and_versions_by_metadata()
    {
        using var user = await User.Of(registry, "1.0.0");
        await user.Done("publish", user.Parameters, user.Weights(), "--model", user.Type, "--metadata", $"run={user.Type}");
        Assert.Equal("type", (await user.Json("search", user.Type))[0].GetProperty("kind").GetString());
        Assert.Equal("1.0", (await user.Json("search", "--metadata", $"run={user.Type}"))[0].GetProperty("version").GetString());
        Assert.Equal(0, (await user.Json("search", "nothing-like-it", "--metadata", $"run={user.Type}")).GetArrayLength());
        Assert.Contains("parameters-version", await user.Done("search", "--metadata", $"run={user.Type}"), StringComparison.Ordinal);
    }
}
