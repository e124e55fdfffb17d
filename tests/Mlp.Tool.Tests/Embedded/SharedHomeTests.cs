using Mlp.Testing;
using Mlp.Wire;

namespace Mlp.Tool.Tests.Embedded;

/// <summary>Several processes use one home at once, as commands do; nothing is lost, and nobody sees a locked database.</summary>
public sealed class SharedHomeTests : IDisposable
{
    private const int Each = 60;
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Two_that_register_one_that_publishes_and_a_server_that_comes_and_goes_lose_nothing()
    {
        await RegistryUser.Run(_home, "register", "beam", 1);
        await using var server = await RegistryProcess.Start(home: _home.Path);
        using var wave = RegistryUser.Start(_home, "register", "wave", Each);
        using var tune = RegistryUser.Start(_home, "register", "tune", Each);
        using var weights = RegistryUser.Start(_home, "publish", "weights", "beam", 0, Each);
        await ComeAndGo(server, until: () => wave.HasExited && tune.HasExited && weights.HasExited);

        var registered = Enumerable.Range(0, Each).Select(i => $"1.{i}.0").ToList();
        Assert.Equal(registered, await wave.Succeeds());
        Assert.Equal(registered, await tune.Succeeds());
        var published = await weights.Succeeds();
        await using var access = await _home.Open();
        Assert.Equal(registered, await TypeVersions(access.Client, "wave"));
        Assert.Equal(registered, await TypeVersions(access.Client, "tune"));
        Assert.Equal(published, await Published(access.Client));
        Assert.Equal(Enumerable.Range(0, Each).Select(i => $"1.{i} {i}"), published);
        Assert.DoesNotContain("locked", server.Log, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_fresh_home_may_be_opened_by_many_processes_at_once()
    {
        var users = Enumerable.Range(0, 6).Select(i => RegistryUser.Start(_home, "register", $"type{i}", 3)).ToList();

        foreach (var user in users)
        {
            Assert.Equal(["1.0.0", "1.1.0", "1.2.0"], await user.Succeeds());
            user.Dispose();
        }

        await using var access = await _home.Open();
        Assert.Equal(6, await access.Client.Types.ListAsync().CountAsync());
    }

    [Fact]
    public async Task What_was_acknowledged_before_a_command_was_killed_is_there_and_the_next_command_goes_on()
    {
        await RegistryUser.Run(_home, "register", "beam", 1);
        var acknowledged = new List<string>();
        for (var round = 0; round < 4; round++)
        {
            using var user = RegistryUser.Start(_home, "publish", "weights", "beam", round * 1000, 1000);
            await user.Acknowledges(2 + (round * 5));
            await user.Kill();
            acknowledged.AddRange(user.Acknowledged);
        }

        acknowledged.AddRange(await RegistryUser.Run(_home, "publish", "weights", "beam", 9000, 1));
        await using var access = await _home.Open();
        var published = await Published(access.Client);
        Assert.Empty(acknowledged.Except(published));
        // What a killed command had asked for may have been done without its hearing of it: once per command, at most.
        Assert.InRange(published.Count, acknowledged.Count, acknowledged.Count + 4);
        Assert.Equal(Enumerable.Range(0, published.Count).Select(i => $"1.{i}"), published.Select(line => line.Split(' ')[0]));
    }

    private static async Task ComeAndGo(RegistryProcess server, Func<bool> until)
    {
        for (var round = 0; !until(); round++)
        {
            await Task.Delay(400);
            await (round % 2 == 0 ? server.Kill() : server.Stop());
            await Task.Delay(200);
            await server.Restart();
        }
    }

    private static async Task<List<string>> TypeVersions(Client client, string type) =>
        await client.Types.VersionsAsync(type).Select(version => version.Version).Reverse().ToListAsync();

    /// <summary>As the one that published them said it: the version, and the number that is its content.</summary>
    private static async Task<List<string>> Published(Client client)
    {
        var lines = new List<string>();
        await foreach (var version in client.Parameters.VersionsAsync("weights").Reverse())
        {
            lines.Add($"{version.Version} {await Content(client, version)}");
        }

        return lines;
    }

    private static async Task<string> Content(Client client, ParametersVersionInfo version)
    {
        using var reader = new StreamReader(await client.Parameters.OpenFileAsync("weights", version.Version, "number.txt"));
        return await reader.ReadToEndAsync();
    }
}
