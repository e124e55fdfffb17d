namespace Mlp.Tool.Tests.Commands;

public sealed class CompatibilityTests(SharedRegistry registry)
{
    [Fact]
    public async Task Links_are_added_listed_and_removed_by_hand()
    {
        using var user = await User.Of(registry, "1.0.0", "2.0.0");
        await user.Publish("1.0.0");
        string[] link = [$"{user.Type}@2.0.0", $"{user.Parameters}@1.0"];
        Assert.Equal($"added {link[0]} {link[1]}\n", await user.Done(["compat", "add", .. link, "--reason", "compared by hand"]));
        Assert.Equal("unchanged", (await user.Json(["compat", "add", .. link])).GetProperty("outcome").GetString());

        Assert.Contains("compared by hand", await user.Done("compat", "list", $"{user.Type}@2.0.0"), StringComparison.Ordinal);
        Assert.Equal(2, (await user.Json("compat", "list", user.Parameters)).GetArrayLength());
        Assert.Equal(1, (await user.Json("compat", "list", user.Type, $"{user.Parameters}@1.0", "--limit", "1")).GetArrayLength());

        Assert.Equal($"removed {link[0]} {link[1]}\n", await user.Done(["compat", "remove", .. link]));
        Assert.Equal(0, (await user.Json("compat", "list", $"{user.Type}@2.0.0")).GetArrayLength());
    }

    [Fact]
    public async Task Why_tells_the_choice_and_the_candidates()
    {
        using var user = await User.Of(registry, "1.0.0", "2.0.0");
        await user.Publish("1.0.0");
        var text = await user.Done("why", user.Type, user.Parameters);
        Assert.StartsWith($"chosen  {user.Type}@1.0.0 {user.Parameters}@1.0", text, StringComparison.Ordinal);
        Assert.Contains("rejected", text, StringComparison.Ordinal);
        Assert.Equal("1.0", (await user.Json("why", user.Type, user.Parameters)).GetProperty("chosen").GetProperty("parametersVersion").GetString());
        Assert.StartsWith("chosen  nothing", await user.Done("why", $"{user.Type}@2.0.0", user.Parameters), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deprecated_version_is_latest_no_more_until_it_is_undone()
    {
        using var user = await User.Of(registry, "1.0.0", "1.1.0");
        await user.Publish("1.0.0");
        await user.Done("deprecate", $"{user.Type}@1.1.0", "--reason", "wrong sign");
        Assert.Equal("1.0.0", (await user.Json("show", user.Type)).GetProperty("type").GetProperty("latestVersion").GetString());
        Assert.Contains("wrong sign", await user.Done("show", user.Type), StringComparison.Ordinal);
        await user.Done("deprecate", $"{user.Type}@1.1.0", "--undo");
        Assert.Equal("1.1.0", (await user.Json("show", user.Type)).GetProperty("type").GetProperty("latestVersion").GetString());

        var deprecated = await user.Json("deprecate", $"{user.Parameters}@1.0", "--reason", "damaged data");
        Assert.Equal("damaged data", deprecated.GetProperty("deprecated").GetProperty("reason").GetString());
        Assert.Equal($"no longer deprecated: {user.Parameters}@1.0\n", await user.Done("deprecate", $"{user.Parameters}@1.0", "--undo"));
    }

    [Fact]
    public async Task An_owner_grants_a_name_and_takes_the_grant_back()
    {
        using var user = await User.Of(registry, "1.0.0");
        Assert.Equal($"granted type {user.Type} to git.example.org/other\n", await user.Done("grant", "add", user.Type, "git.example.org/other"));
        Assert.Equal("git.example.org/other", Assert.Single((await user.Json("grant", "list", user.Type)).EnumerateArray()).GetProperty("project").GetString());
        await user.Done("grant", "remove", user.Type, "git.example.org/other");
        Assert.Equal(0, (await user.Json("grant", "list", user.Type, "--kind", "type")).GetArrayLength());
    }
}
