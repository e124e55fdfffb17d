namespace Mlp.ClientTests.Connection;

public sealed class ConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _variables = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_configured_is_the_local_registry()
    {
        var connection = Resolve();

        Assert.Equal(_folder[".mlp", "registry.sock"], connection.Socket);
        Assert.True(connection.StartsServer);
    }

    [Fact]
    public void The_home_of_the_local_registry_can_be_moved()
    {
        _variables["MLP_HOME"] = _folder["elsewhere"];

        Assert.Equal(_folder["elsewhere", "registry.sock"], Resolve().Socket);
    }

    [Fact]
    public void An_address_comes_first_then_the_environment_then_the_file()
    {
        Configure("""{"profile": "dev", "profiles": {"dev": {"url": "https://dev.example.org"}, "pro": {"url": "https://pro.example.org/mlp/"}}}""");

        Assert.Equal("https://dev.example.org", Resolve().Name);
        _variables["MLP_PROFILE"] = "pro";
        Assert.Equal("https://pro.example.org/mlp", Resolve().Name);
        _variables["MLP_REGISTRY"] = "https://variable.example.org";
        Assert.Equal("https://variable.example.org", Resolve().Name);
        Assert.Equal("https://dev.example.org", Resolve("dev").Name);
        Assert.Equal("https://argument.example.org:8443", Resolve("https://argument.example.org:8443/").Name);
    }

    [Fact]
    public void The_file_is_found_where_xdg_says()
    {
        _variables["XDG_CONFIG_HOME"] = _folder["xdg"];
        Private(_folder.Write("xdg/mlp/config.json", """{"profiles": {"dev": {"url": "https://xdg.example.org"}}}"""));

        Assert.Equal("https://xdg.example.org", Resolve("dev").Name);
    }

    [Fact]
    public void A_token_comes_from_the_argument_then_the_environment_then_the_profile()
    {
        Configure("""{"profiles": {"dev": {"url": "https://dev.example.org", "token": "from-profile"}}}""");

        Assert.Equal("from-profile", Resolve("dev").Token);
        _variables["MLP_TOKEN"] = "from-variable";
        Assert.Equal("from-variable", Resolve("dev").Token);
        Assert.Equal("from-argument", Resolve("dev", "from-argument").Token);
    }

    [Fact]
    public void A_profile_may_say_where_its_token_is()
    {
        Configure("""
            {"profiles": {
                "file": {"url": "https://a.example.org", "tokenFile": "secrets/token"},
                "variable": {"url": "https://a.example.org", "tokenVariable": "DEV_TOKEN"}
            }}
            """);
        _folder.Write(".config/mlp/secrets/token", "from-file\n");

        Assert.Equal("from-file", Resolve("file").Token);
        Assert.Contains("DEV_TOKEN", Refused(ClientErrors.InvalidToken, "variable").Message, StringComparison.Ordinal);
        _variables["DEV_TOKEN"] = "from-named-variable";
        Assert.Equal("from-named-variable", Resolve("variable").Token);
    }

    [Fact]
    public void A_token_file_that_is_missing_is_named()
    {
        Configure("""{"profiles": {"dev": {"url": "https://a.example.org", "tokenFile": "missing"}}}""");

        Assert.Equal(_folder[".config/mlp/missing"], Refused(ClientErrors.InvalidToken, "dev").Value);
    }

    [Fact]
    public void Two_ways_to_a_token_are_one_too_many()
    {
        Configure("""{"profiles": {"dev": {"url": "https://a.example.org", "tokenFile": "a", "tokenVariable": "B"}}}""");

        Refused(ClientErrors.InvalidConfiguration, "dev");
    }

    [Theory]
    [InlineData("a token")]
    [InlineData("token\r\nX-Evil: 1")]
    [InlineData("tökén")]
    [InlineData("")]
    public void A_token_that_is_none_is_refused_without_being_repeated(string token)
    {
        var failure = Assert.Throws<MlpException>(() => Resolve("https://a.example.org", token));

        Assert.Equal(ClientErrors.InvalidToken, failure.Code);
        Assert.True(token.Length == 0 || !failure.ToString().Contains(token, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_with_a_token_that_others_may_touch_is_refused(UnixFileMode others)
    {
        var file = Configure("""{"profiles": {"dev": {"url": "https://a.example.org", "token": "x"}, "pro": {"url": "https://b.example.org"}}}""");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | others);

        Assert.Equal($"chmod 600 {file}", Refused(ClientErrors.ConfigurationReadable, "pro").Remedy);
    }

    [Fact]
    public void A_file_without_a_token_may_be_read_by_everybody()
    {
        var file = Configure("""{"profiles": {"dev": {"url": "https://a.example.org", "tokenVariable": "T"}}}""");
        File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);
        _variables["T"] = "x";

        Assert.Equal("x", Resolve("dev").Token);
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("null", "not a configuration")]
    [InlineData("""{"profile": "dev", "profils": {}}""", "line 1")]
    [InlineData("""{"profiles": {"dev": {"url": "https://a", "tokn": "s3cret"}}}""", "$.profiles.dev.tokn")]
    [InlineData("""{"profiles": {"dev": {"url": null}}}""", "$.profiles.dev")]
    [InlineData("""{"profiles": {"dev": {}}}""", "$.profiles.dev")]
    [InlineData("""{"profiles": {"dev": {"url": "https://a", "token": 12345}}}""", "$.profiles.dev.token")]
    [InlineData("""{"profiles": {"dev": {"url": "https://a", "url": "https://b"}}}""", "$.profiles.dev")]
    public void A_file_that_is_no_configuration_is_refused_by_line_without_being_repeated(string text, string where)
    {
        Configure(text);

        var failure = Refused(ClientErrors.InvalidConfiguration, "dev");

        Assert.Contains(where, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("12345", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_asked_for_must_exist()
    {
        _variables["MLP_CONFIG"] = _folder["missing.json"];

        Refused(ClientErrors.InvalidConfiguration, "dev");
    }

    [Fact]
    public void An_unknown_profile_lists_those_that_are_known()
    {
        Configure("""{"profiles": {"dev": {"url": "https://a.example.org"}, "pro": {"url": "https://b.example.org"}}}""");

        Assert.Contains("dev, pro", Refused(ClientErrors.UnknownProfile, "prod").Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("http://localhost:5000")]
    [InlineData("http://[::1]:5000")]
    public void Plain_http_is_fine_on_this_machine(string address) => Assert.Equal(address, Resolve(address).Name);

    [Fact]
    public void Plain_http_to_another_machine_has_to_be_allowed()
    {
        Configure("""{"profiles": {"open": {"url": "http://a.example.org", "allowHttp": true}, "dev": {"url": "http://a.example.org"}}}""");

        Assert.Equal("http://a.example.org", Resolve("open").Name);
        Assert.Contains("allowHttp", Refused(ClientErrors.PlainHttp, "dev").Remedy, StringComparison.Ordinal);
        Refused(ClientErrors.PlainHttp, "http://localhost.example.org");
        Refused(ClientErrors.PlainHttp, "http://128.0.0.1");
    }

    [Theory]
    [InlineData("ftp://a.example.org")]
    [InlineData("https://")]
    [InlineData("https://user:s3cret@a.example.org")]
    [InlineData("https://a.example.org?token=s3cret")]
    [InlineData("https://a.example.org#s3cret")]
    [InlineData("unix:relative.sock")]
    public void Addresses_that_are_none_are_refused_without_repeating_a_password(string address) =>
        Assert.DoesNotContain("s3cret", Refused(ClientErrors.InvalidAddress, address).ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_socket_is_an_address_too()
    {
        var connection = Resolve("unix:/run/mlp/registry.sock");

        Assert.Equal(("/run/mlp/registry.sock", false), (connection.Socket, connection.StartsServer));
        Assert.Equal("/run/mlp/registry.sock", Resolve("unix:///run/mlp/registry.sock").Socket);
    }

    [Fact]
    public void Neither_a_connection_nor_a_profile_shows_its_token()
    {
        Assert.DoesNotContain("s3cret", Resolve("https://a.example.org", "s3cret").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", new Profile("https://a.example.org", "s3cret").ToString(), StringComparison.Ordinal);
    }

    private RegistryConnection Resolve(string? registry = null, string? token = null) =>
        new ConnectionResolution(new() { Registry = registry, Token = token }, Environment()).Resolve();

    private MlpException Refused(string code, string registry)
    {
        var failure = Assert.Throws<MlpException>(() => Resolve(registry));
        Assert.Equal(code, failure.Code);
        Assert.NotNull(failure.Remedy);
        return failure;
    }

    private ClientEnvironment Environment() => new(_variables.GetValueOrDefault, _folder.Path, _folder["temporary"]);

    private string Configure(string text) => Private(_folder.Write(".config/mlp/config.json", text));

    private static string Private(string file)
    {
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }
}
