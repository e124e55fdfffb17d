using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Mlp.Cli;
using Mlp.Server.Database;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Embedded;

/// <summary>What a command finds with nothing configured: the registry in its own process, or the server that runs on the home.</summary>
public sealed class EmbeddedRegistryTests : IDisposable
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task With_nothing_configured_the_registry_is_in_process_and_its_caller_the_owner()
    {
        await using var access = await _home.Open();

        var identity = await access.Client.WhoAmIAsync();

        Assert.True(access.IsEmbedded);
        Assert.Equal(("local:" + Environment.UserName, "admin"), (identity.Name, identity.Role));
        Assert.True(_home.IsOpenHere());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_home.Path).Select(Path.GetFileName).Except(["registry.db", "registry.db-wal", "registry.db-shm", "blobs", "uploads"]));
        Assert.Equal(OwnersFolder, File.GetUnixFileMode(_home.Path));
        Assert.Equal(OwnersFolder, File.GetUnixFileMode(Path.Combine(_home.Path, "blobs")));
        Assert.Equal(OwnersFile, File.GetUnixFileMode(_home.Database));
    }

    [Fact]
    public async Task Who_asks_for_nothing_starts_nothing()
    {
        await using (await _home.Open())
        {
        }

        Assert.False(Directory.Exists(_home.Path));
    }

    [Fact]
    public async Task A_registry_that_is_named_is_used_instead()
    {
        await using var server = await RegistryProcess.Start();
        await using var access = await RegistryAccess.Open("unix:" + Path.Combine(server.Home, "registry.sock"), TemporaryHome.Environment(_home.Path), Ct.None);

        await access.Client.WhoAmIAsync();

        Assert.False(access.IsEmbedded);
        Assert.False(Directory.Exists(_home.Path));
    }

    [Fact]
    public async Task What_one_command_did_the_next_one_finds()
    {
        await using (var first = await _home.Open())
        {
            await Register(first.Client, "beam", "1.0.0");
        }

        await using var second = await _home.Open();
        Assert.Equal("1.0.0", (await second.Client.Types.GetVersionAsync("beam")).Version);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_a_server_runs_its_socket_is_used_and_when_it_goes_the_same_command_goes_on(bool killed)
    {
        await using var server = await RegistryProcess.Start(home: Directory.CreateDirectory(_home.Path).FullName);
        await using var access = await _home.Open();
        await Register(access.Client, "beam", "1.0.0");
        Assert.False(_home.IsOpenHere());
        Assert.Contains("POST /api/v1/releases 2", server.Log, StringComparison.Ordinal);

        await (killed ? server.Kill() : server.Stop());

        Assert.Equal("1.0.0", (await access.Client.Types.GetVersionAsync("beam")).Version);
        Assert.True(_home.IsOpenHere());
    }

    [Fact]
    public async Task A_server_that_starts_later_shares_the_record()
    {
        await using var access = await _home.Open();
        await Register(access.Client, "beam", "1.0.0");
        await using var server = await RegistryProcess.Start(home: _home.Path);

        await Register(access.Client, "beam", "1.1.0");
        await using var other = await _home.Open();
        await Register(other.Client, "beam", "1.2.0");

        Assert.Equal(["1.2.0", "1.1.0", "1.0.0"], await access.Client.Types.VersionsAsync("beam").Select(version => version.Version).ToListAsync());
        Assert.Contains("POST /api/v1/releases 2", server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_an_unconfigured_client_started_is_used_too()
    {
        using var client = new Client(new ClientOptions(), new ClientEnvironment(
            name => name switch
            {
                "MLP_HOME" => _home.Path,
                "MLP_TOOL" => Path.ChangeExtension(RegistryProcess.Program, null),
                _ => null,
            },
            _home["user"],
            Path.GetTempPath()));
        await client.WhoAmIAsync();
        var info = await File.ReadAllLinesAsync(Path.Combine(_home.Path, "server.info"));
        using var server = Process.GetProcessById(int.Parse(info[0], CultureInfo.InvariantCulture));
        try
        {
            await using var access = await _home.Open();
            await Register(access.Client, "beam", "1.0.0");
            Assert.False(_home.IsOpenHere());
            Assert.Equal("1.0.0", (await client.Types.GetVersionAsync("beam")).Version);
            Assert.Equal(client.Registry, access.Client.Registry);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task Large_contents_pass_both_ways()
    {
        var file = _home["large.bin"];
        await File.WriteAllBytesAsync(file, RandomNumberGenerator.GetBytes(40 << 20));
        await using var access = await _home.Open();

        var blob = await access.Client.Blobs.UploadAsync(file);
        await access.Client.Blobs.DownloadAsync(Digest.Parse(blob.Digest), _home["again.bin"]);

        Assert.Equal(await File.ReadAllBytesAsync(file), await File.ReadAllBytesAsync(_home["again.bin"]));
    }

    [Fact]
    public async Task A_command_that_is_cancelled_half_way_ends_at_once_and_leaves_a_home_that_works()
    {
        var file = _home["large.bin"];
        await File.WriteAllBytesAsync(file, RandomNumberGenerator.GetBytes(64 << 20));
        using var cancelled = new CancellationTokenSource();
        await using (var access = await _home.Open())
        {
            var progress = new Cancelling(cancelled);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => access.Client.Blobs.UploadAsync(file, progress: progress, ct: cancelled.Token));
        }

        await using var next = await _home.Open();
        Assert.Equal(64 << 20, (await next.Client.Blobs.UploadAsync(file)).Size);
    }

    [Theory]
    [InlineData("/proc/version/home")]
    [InlineData("/sys/home")]
    public async Task A_home_that_cannot_be_written_says_what_to_do(string home)
    {
        await using var access = await RegistryAccess.Open(registry: null, TemporaryHome.Environment(home), Ct.None);

        var failure = await Assert.ThrowsAsync<MlpException>(() => access.Client.WhoAmIAsync());

        Assert.Equal(("MLP5004", home), (failure.Code, failure.Value));
        Assert.Contains("MLP_HOME", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_database_says_what_to_do()
    {
        _home.Write("home/registry.db", new string('x', 20_000));
        await using var access = await _home.Open();

        var failure = await Assert.ThrowsAsync<MlpException>(() => access.Client.WhoAmIAsync());

        Assert.Equal("MLP5004", failure.Code);
        Assert.Contains(_home.Database, failure.Message, StringComparison.Ordinal);
        Assert.Contains("put a copy of the file back", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_of_a_newer_mlp_says_what_to_do()
    {
        Directory.CreateDirectory(_home.Path);
        await using (var store = await Store.Open(new SqliteDatabase(_home.Database), TimeProvider.System, Ct.None))
        {
            await store.Write("tester", session => session.Execute("INSERT INTO schema_version (version, name, applied_at) VALUES (9999, 'later', 0)"), Ct.None);
        }

        await using var access = await _home.Open();
        var failure = await Assert.ThrowsAsync<MlpException>(() => access.Client.WhoAmIAsync());

        Assert.Equal("MLP5004", failure.Code);
        Assert.Contains("9999", failure.Message, StringComparison.Ordinal);
        Assert.Contains("newer", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_home_too_deep_for_a_socket_is_used_in_process()
    {
        var home = _home[Path.Combine("home", new string('h', 120))];
        await using var access = await RegistryAccess.Open(registry: null, TemporaryHome.Environment(home), Ct.None);

        Assert.Equal("admin", (await access.Client.WhoAmIAsync()).Role);
    }

    private static async Task Register(Client client, string type, string version)
    {
        var commit = Digest.Of(System.Text.Encoding.UTF8.GetBytes(type + version)).Hex;
        var opened = await client.Releases.OpenAsync(
            new($"git.example.org/tests/{type}", "dotnet", "v" + version, commit, commit, Packages: null, [new(type, "Tests." + type)]));
        await client.Releases.CompleteAsync(opened.Release.Id, new());
    }

    private sealed class Cancelling(CancellationTokenSource source) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value)
        {
            if (value is { Stage: TransferStage.Uploading, Bytes: > 4 << 20 })
            {
                source.Cancel();
            }
        }
    }
}
