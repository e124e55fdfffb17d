using System.Text.Json;

namespace Mlp.Tool.Tests.Commands;

public sealed class AccessTests(SharedRegistry registry)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task A_token_is_made_used_listed_and_revoked()
    {
        using var user = await User.Of(registry);
        var (_, output, errors) = await user.Run("token", "create", user.Type, "--role", "publisher", "--project", user.Project, "--expires", "90d");
        var secret = output.TrimEnd('\n');
        Assert.StartsWith("mlp_", secret, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, errors, StringComparison.Ordinal);

        var listed = (await user.Json("token", "list")).EnumerateArray().Single(token => token.GetProperty("name").GetString() == user.Type);
        Assert.Equal("publisher", listed.GetProperty("role").GetString());
        Assert.InRange((listed.GetProperty("expiresAt").GetDateTimeOffset() - DateTimeOffset.UtcNow).TotalDays, 89, 91);
        Assert.DoesNotContain(secret, await user.Done("token", "list"), StringComparison.Ordinal);

        await user.RunConfigured(secret, "login", Address(user), "--profile", "test");
        Assert.Equal(0, (await user.RunConfigured("", "list", "models", "--limit", "1")).Exit);
        await user.Done("token", "revoke", listed.GetProperty("id").GetRawText());
        Assert.StartsWith("MLP2002", (await user.RunConfigured("", "list", "models")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_keeps_the_token_in_a_file_of_the_users_alone()
    {
        using var user = await User.Of(registry);
        var secret = await Secret(user);
        var (exit, output, errors) = await user.RunConfigured(secret + "\n", "login", Address(user), "--profile", "test");
        Assert.Equal((0, $"logged in as {user.Type}, reader\n"), (exit, output));
        Assert.DoesNotContain(secret, errors, StringComparison.Ordinal);

        foreach (var file in new[] { "config.json", "test.token" })
        {
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(user.Configuration, file)));
        }

        Assert.DoesNotContain(secret, await File.ReadAllTextAsync(Path.Combine(user.Configuration, "config.json")), StringComparison.Ordinal);
        Assert.Equal(0, (await user.RunConfigured("", "list", "models", "--limit", "1")).Exit);
        Assert.Equal(0, (await user.RunConfigured("", "list", "models", "--limit", "1", "--registry", "test")).Exit);
    }

    [Theory]
    [InlineData("MLP2002", "mlp_nonsense")]
    [InlineData("MLP6016", "with blanks")]
    [InlineData("MLP7608", "")]
    [InlineData("MLP7608", "\n")]
    public async Task Login_keeps_nothing_that_the_registry_does_not_accept(string code, string token)
    {
        using var user = await User.Of(registry);
        var (exit, output, errors) = await user.RunConfigured(token, "login", Address(user));
        Assert.Equal((1, ""), (exit, output));
        Assert.StartsWith(code, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(user.Configuration));
    }

    [Fact]
    public async Task A_token_as_an_argument_is_refused_and_not_repeated()
    {
        using var user = await User.Of(registry);
        var (exit, output, errors) = await user.RunConfigured("", "login", Address(user), "mlp_hidden-word");
        Assert.Equal((2, ""), (exit, output));
        Assert.DoesNotContain("hidden-word", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_typed_in_a_terminal_is_not_shown()
    {
        using var user = await User.Of(registry);
        var secret = await Secret(user);
        var (exit, screen) = await user.InTerminal($"{secret}x\u007f\r", "login", Address(user), "--profile", "typed");
        Assert.True(exit == 0, screen);
        Assert.Contains($"logged in as {user.Type}, reader", screen, StringComparison.Ordinal);
        var prompt = screen.IndexOf("token for ", StringComparison.Ordinal);
        Assert.DoesNotContain(secret[10..], screen[prompt..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profiles_are_set_and_listed_without_their_tokens()
    {
        using var user = await User.Of(registry);
        Assert.Equal((0, "", "no profiles\n"), await user.RunConfigured("", "profile", "list"));
        await user.RunConfigured("", "profile", "set", "dev", "--url", "http://mlp-dev.example.org:7420", "--allow-http", "true", "--token-variable", "DEV_TOKEN");
        await user.RunConfigured("", "profile", "set", "pro", "--url", "https://mlp.example.org", "--token-file", "pro.token");
        await user.RunConfigured("", "profile", "set", "pro", "--default");
        var profiles = JsonElement.Parse((await user.RunConfigured("", "profile", "list", "--output", "json")).Output);
        Assert.Equal("variable DEV_TOKEN", profiles[0].GetProperty("token").GetString());
        Assert.Equal($"file {user.Folder}/pro.token", profiles[1].GetProperty("token").GetString());
        Assert.Equal((false, true), (profiles[0].GetProperty("default").GetBoolean(), profiles[1].GetProperty("default").GetBoolean()));
    }

    [Fact]
    public async Task A_profile_that_could_never_work_is_not_written()
    {
        using var user = await User.Of(registry);
        Assert.StartsWith("MLP6015", (await user.RunConfigured("", "profile", "set", "dev", "--url", "http://mlp.example.org")).Errors, StringComparison.Ordinal);
        Assert.StartsWith("MLP7610", (await user.RunConfigured("", "profile", "set", "dev", "--default")).Errors, StringComparison.Ordinal);
        Assert.StartsWith("MLP7001", (await user.RunConfigured("", "profile", "set", "../dev", "--url", "https://x")).Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(user.Configuration, "config.json")));
    }

    [Fact]
    public async Task What_a_person_wrote_into_the_file_is_kept_or_the_change_refused()
    {
        using var user = await User.Of(registry);
        var file = Path.Combine(Directory.CreateDirectory(user.Configuration).FullName, "config.json");
        var elsewhere = Path.Combine(user.Folder, "dotfile.json");
        await File.WriteAllTextAsync(elsewhere, """{"profile": "a", "profiles": {"a": {"url": "https://a.example.org", "allowHttp": true},}}""");
        File.CreateSymbolicLink(file, elsewhere);
        Assert.Equal(0, (await user.RunConfigured("", "profile", "set", "b", "--url", "https://b.example.org")).Exit);
        var written = JsonElement.Parse(await File.ReadAllTextAsync(elsewhere));
        Assert.Equal("a", written.GetProperty("profile").GetString());
        Assert.True(written.GetProperty("profiles").GetProperty("a").GetProperty("allowHttp").GetBoolean());
        Assert.NotNull(new FileInfo(file).LinkTarget);

        await File.AppendAllTextAsync(elsewhere, "// mine\n");
        Assert.StartsWith("MLP7609", (await user.RunConfigured("", "profile", "set", "c", "--url", "https://c.example.org")).Errors, StringComparison.Ordinal);
        Assert.EndsWith("// mine\n", await File.ReadAllTextAsync(elsewhere), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_at_once_are_all_kept()
    {
        using var user = await User.Of(registry);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => user.RunConfigured("", "profile", "set", $"p{i}", "--url", $"https://p{i}.example.org")));
        var profiles = JsonElement.Parse((await user.RunConfigured("", "profile", "list", "--output", "json")).Output);
        Assert.Equal(["p0", "p1", "p2", "p3"], profiles.EnumerateArray().Select(profile => profile.GetProperty("name").GetString()));
    }

    private static string Address(User user) => user.Registry.BaseUrl.ToString();

    private static async Task<string> Secret(User user) => (await user.Done("token", "create", user.Type, "--role", "reader")).TrimEnd('\n');
}
