namespace Mlp.ClientTests.Connection;

public sealed class StartingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _variables = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_the_tool_the_error_says_how_to_get_it()
    {
        _variables["PATH"] = $"relative:{_folder.Path}";

        var failure = await Failure();

        Assert.Equal(ClientErrors.ToolNotFound, failure.Code);
        Assert.Contains("dotnet tool install", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_that_cannot_be_run_is_named()
    {
        _variables["MLP_TOOL"] = _folder.Write("mlp", "not a program");

        var failure = await Failure();

        Assert.Equal((ClientErrors.ToolNotFound, _folder["mlp"]), (failure.Code, failure.Value));
    }

    [Fact]
    public async Task A_server_that_fails_to_start_is_quoted()
    {
        _variables["PATH"] = $"{_folder["bin"]}:/usr/bin:/bin";
        File.SetUnixFileMode(
            _folder.Write("bin/mlp", "#!/bin/sh\necho \"$1 $4 in $MLP_HOME: the database is too new\" >&2\nexit 3\n"),
            UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var failure = await Failure();

        Assert.Equal(ClientErrors.EmbeddedNotStarted, failure.Code);
        Assert.Contains($"server --exit-when-idle in {_folder[".mlp"]}: the database is too new", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_that_was_named_is_not_started()
    {
        using var client = new Client(new() { Registry = "unix:" + _folder["registry.sock"], Attempts = 2, Clock = new HurriedClock() }, Environment());

        Assert.Equal(ClientErrors.Unreachable, (await Assert.ThrowsAsync<MlpException>(() => client.WhoAmIAsync())).Code);
    }

    [Fact]
    public async Task A_path_too_long_for_a_socket_says_what_to_do()
    {
        _variables["MLP_HOME"] = _folder[new string('h', 120)];

        var failure = await Failure();

        Assert.Equal(ClientErrors.InvalidAddress, failure.Code);
        Assert.Contains("MLP_HOME", failure.Remedy, StringComparison.Ordinal);
    }

    private async Task<MlpException> Failure()
    {
        using var client = new Client(new() { Clock = new HurriedClock() }, Environment());
        return await Assert.ThrowsAsync<MlpException>(() => client.WhoAmIAsync());
    }

    private ClientEnvironment Environment() => new(_variables.GetValueOrDefault, _folder.Path, _folder["temporary"]);
}
