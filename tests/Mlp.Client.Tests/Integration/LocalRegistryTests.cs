using System.Diagnostics;
using System.Globalization;
using Mlp.Testing;

namespace Mlp.ClientTests.Integration;

/// <summary>Nothing is configured: the client starts the real server on its socket.</summary>
public sealed class LocalRegistryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Home => _folder["home"];

    public void Dispose()
    {
        if (ServerProcess() is { } server)
        {
            server.Kill();
            server.WaitForExit();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task The_server_is_started_when_it_is_needed_and_again_when_it_has_gone()
    {
        using var client = Unconfigured();

        await client.WhoAmIAsync();
        var first = ServerProcess()!;
        await client.WhoAmIAsync();
        Assert.Equal(first.Id, ServerProcess()!.Id);
        first.Kill();
        await first.WaitForExitAsync();
        await client.WhoAmIAsync();

        Assert.NotEqual(first.Id, ServerProcess()!.Id);
        Assert.Equal("unix:" + Path.Combine(Home, "registry.sock"), client.Registry);
    }

    [Fact]
    public async Task Clients_that_start_together_share_one_server()
    {
        var clients = Enumerable.Range(0, 4).Select(_ => Unconfigured()).ToList();

        var servers = await Task.WhenAll(clients.Select(client => client.InfoAsync()));

        Assert.All(servers, server => Assert.Equal(servers[0], server));
        Assert.Single(Servers());
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task A_server_that_runs_is_used()
    {
        await using var running = await RegistryProcess.Start(home: Directory.CreateDirectory(Home).FullName);
        using var client = Unconfigured();

        await Registry.Register(client, "local_type", "1.0.0");

        Assert.Equal([running.ProcessId], Servers().Select(server => server.Id));
        await running.Stop();
    }

    [Fact]
    public async Task Where_no_server_can_be_started_what_is_cached_still_works()
    {
        using (var client = Unconfigured())
        {
            await Registry.Register(client, "scaling", "1.2.0");
            await client.PublishModelParametersVersionAsync(new ScalingModel { Factor = 4 }, "local_weights");
            (await client.CreateModelAsync<ScalingModel>("local_weights")).Dispose();
        }

        var server = ServerProcess()!;
        server.Kill();
        await server.WaitForExitAsync();
        using var without = Unconfigured(tool: _folder["nowhere"]);
        using var cached = await without.CreateModelAsync<ScalingModel>("local_weights");
        var never = await Assert.ThrowsAsync<MlpException>(() => without.CreateModelAsync<ScalingModel>("never_asked"));

        Assert.Equal(4, cached.Model.Factor);
        Assert.Equal(ClientErrors.ToolNotFound, never.Code);
    }

    private Client Unconfigured(string? tool = null) => new(new ClientOptions(), new ClientEnvironment(
        name => name switch
        {
            "MLP_HOME" => Home,
            "MLP_TOOL" => tool ?? Path.ChangeExtension(RegistryProcess.Program, null),
            _ => null,
        },
        _folder.Path,
        _folder.Path));

    private Process? ServerProcess() => Servers().FirstOrDefault();

    // By the lock that it holds open, as its parent does not know it any more.
    private IEnumerable<Process> Servers() =>
        from folder in Directory.EnumerateDirectories("/proc")
        let name = Path.GetFileName(folder)
        where int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _) && HoldsLock(folder)
        select Process.GetProcessById(int.Parse(name, CultureInfo.InvariantCulture));

    private bool HoldsLock(string process)
    {
        try
        {
            var fds = Path.Combine(process, "fd");
            return Directory.EnumerateFileSystemEntries(fds).Any(fd => new FileInfo(fd).LinkTarget == Path.Combine(Home, "server.lock"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // It has just ended.
        }
    }
}
