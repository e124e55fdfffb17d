using System.Net;
using System.Text;
using Mlp.Server.Hosting;
using Mlp.Server.Storage;
using Mlp.Server.Tests.Hosting;

namespace Mlp.Server.Tests.InProcess;

/// <summary>The registry of one process, over its own channel.</summary>
public sealed class InProcessRegistryTests : IAsyncLifetime
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("mlp-");
    private readonly CapturedLog _log = new();
    private InProcessRegistry? _registry;

    private InProcessRegistry Registry => _registry!;

    public async ValueTask InitializeAsync() =>
        _registry = await InProcessRegistry.Start(new ServerSettings { Home = _home }, _log, TimeProvider.System, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        await _log.DisposeAsync();
        _home.Delete(recursive: true);
    }

    [Fact]
    public async Task It_answers_whoever_connects_as_the_owner_and_logs_nothing_of_it()
    {
        using var http = Http();

        Assert.Contains($"local:{Environment.UserName}", await http.GetStringAsync("/api/v1/whoami"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/api/v1/types/nothing")).StatusCode);
        Assert.Empty(_log.Text);
    }

    [Fact]
    public async Task A_failure_is_told_with_its_reason()
    {
        Directory.Delete(Path.Combine(_home.FullName, "uploads"), recursive: true);
        using var http = Http();
        using var content = new ByteArrayContent([1]);

        Assert.Equal(HttpStatusCode.InternalServerError, (await http.PutAsync($"/api/v1/blobs/{Digest.Of([1])}", content)).StatusCode);

        Assert.Contains("registry: error PUT /api/v1/blobs/", _log.Text, StringComparison.Ordinal);
        Assert.Contains("DirectoryNotFoundException", _log.Text, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(_home.FullName, "uploads"));
    }

    [Fact]
    public async Task A_request_whose_caller_leaves_is_given_up_and_nothing_of_it_stays()
    {
        await using (var connection = Registry.Connect())
        {
            await connection.WriteAsync(Encoding.ASCII.GetBytes($"PUT /api/v1/blobs/{Digest.Of([1])} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nbegun"));
            await Until(() => Uploads() == 1);
        }

        await Until(() => Uploads() == 0);
        using var http = Http();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/v1/whoami")).StatusCode);
    }

    [Fact]
    public async Task What_a_killed_process_left_of_uploads_goes_after_a_day()
    {
        await Registry.DisposeAsync();
        var (old, recent) = (Left(days: 2), Left(days: 0));

        await using (await InProcessRegistry.Start(new ServerSettings { Home = _home }, _log, TimeProvider.System, Ct.None))
        {
            await Until(() => !File.Exists(old));
        }

        Assert.True(File.Exists(recent));
    }

    [Fact]
    public async Task When_it_has_stopped_it_says_so()
    {
        await using var connection = Registry.Connect();
        await connection.WriteAsync("GET /api/v1/whoami HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        Assert.True(await connection.ReadAsync(new byte[4096]) > 0);

        await Registry.DisposeAsync();

        // The end of the answer may come by itself; after it there is nothing.
        using var rest = new MemoryStream();
        await connection.CopyToAsync(rest);
        Assert.Throws<IOException>(Registry.Connect);
    }

    private HttpClient Http() => new(new SocketsHttpHandler { ConnectCallback = (_, _) => ValueTask.FromResult(Registry.Connect()) }) { BaseAddress = new("http://localhost") };

    private int Uploads() => Directory.EnumerateFiles(Path.Combine(_home.FullName, "uploads")).Count();

    private string Left(int days)
    {
        var path = Path.Combine(_home.FullName, "uploads", UploadId.New().Text);
        File.WriteAllText(path, "part");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-days));
        return path;
    }

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }
}
