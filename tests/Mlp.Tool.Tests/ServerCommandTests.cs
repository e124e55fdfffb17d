using System.Net;
using System.Net.Sockets;
using Mlp.Testing;

namespace Mlp.Tool.Tests;

public sealed class ServerCommandTests
{
    [Theory]
    [InlineData("MLP7001", "--nonsense")]
    [InlineData("MLP7001", "--rate-limit", "fast")]
    [InlineData("MLP7001", "--exit-when-idle", "soon")]
    [InlineData("MLP7001", "--max-blob-bytes", "-1")]
    [InlineData("MLP7001", "--database", "postgresql://user:hidden-word@db/mlp")]
    [InlineData("MLP7001", "--database", "Host=db;Username=user;Password=hidden-word")]
    [InlineData("MLP7001", "--database", "Server=db;Password=hidden-word")]
    [InlineData("MLP7001", "--database", "postgresql://db/mlp?password=hidden-word")]
    [InlineData("MLP7001", "--blobs", "s3://key:hidden-word@bucket/prefix")]
    [InlineData("MLP7001", "--docker", "tcp://127.0.0.1:2375")]
    [InlineData("MLP7001", "--docker", "docker.sock")]
    [InlineData("MLP7001", "--docker", "--docker-memory", "1KiB")]
    [InlineData("MLP7001", "--docker", "--docker-memory", "much")]
    [InlineData("MLP7001", "--docker", "--docker-cpus", "-1")]
    [InlineData("MLP7001", "--docker", "--docker-network", "host")]
    [InlineData("MLP7001", "--docker-memory", "1GiB")]
    public async Task Wrong_usage_ends_with_2_and_says_what_to_do(string code, params string[] arguments)
    {
        var (exit, output, errors) = await Tool.Run(["server", .. arguments]);
        Assert.Equal(2, exit);
        Assert.Empty(output);
        Assert.StartsWith(code, errors, StringComparison.Ordinal);
        Assert.Contains("remedy: ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-word", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--urls", "https://127.0.0.1:0")]
    [InlineData("--urls", "http://registry.example.org:80")]
    [InlineData("--urls", "nonsense")]
    [InlineData("--database", "/proc/version/registry.db")]
    [InlineData("--database", "Host=127.0.0.1;Port=1;Database=mlp;Username=nobody;Timeout=5")]
    [InlineData("--data", "/proc/version/home")]
    [InlineData("--data", "/tmp/a-very-long-folder-name-for-a-registry-that-nobody-would-choose/but-some-machine-generated-it/all-the-same")]
    public async Task What_keeps_it_from_starting_is_told_without_a_stack_trace(params string[] arguments)
    {
        var home = Directory.CreateTempSubdirectory("mlp-");
        try
        {
            var (exit, output, errors) = await Tool.Run(["server", "--urls", "http://127.0.0.1:0", .. arguments], new Dictionary<string, string> { ["MLP_HOME"] = home.FullName });
            Assert.True(exit is 1 or 2, $"{exit}: {output} {errors}");
            Assert.Contains("remedy: ", errors, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_second_server_on_a_home_is_refused_and_told_who_is_there()
    {
        await using var registry = await RegistryProcess.Start();
        var (exit, _, errors) = await Tool.Run(["server", "--urls", "http://127.0.0.1:0"], new Dictionary<string, string> { ["MLP_HOME"] = registry.Home });
        Assert.Equal(1, exit);
        Assert.Contains($"process {registry.ProcessId}", errors, StringComparison.Ordinal);
        Assert.Contains(registry.BaseUrl.ToString().TrimEnd('/'), errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_told()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var home = Directory.CreateTempSubdirectory("mlp-");
        var (exit, _, errors) = await Tool.Run(["server", "--urls", $"http://{taken.LocalEndpoint}"], new Dictionary<string, string> { ["MLP_HOME"] = home.FullName });
        home.Delete(recursive: true);
        Assert.Equal(1, exit);
        Assert.Contains("cannot listen on", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_watches_no_folder_of_those_below_the_one_it_was_started_in()
    {
        await using var registry = await RegistryProcess.Start();
        var open = Directory.GetFileSystemEntries($"/proc/{registry.ProcessId}/fd").Select(file => new FileInfo(file).LinkTarget).ToList();
        Assert.Contains(open, target => target?.StartsWith("socket:", StringComparison.Ordinal) == true);
        Assert.DoesNotContain("anon_inode:inotify", open);
    }

    [Fact]
    public async Task A_killed_server_leaves_nothing_that_keeps_the_next_one_from_starting()
    {
        await using var registry = await RegistryProcess.Start();
        var (port, token) = (registry.BaseUrl.Port, registry.AdminToken);
        await registry.Kill();
        Assert.True(File.Exists(Path.Combine(registry.Home, "registry.sock")));

        await registry.Restart();
        Assert.Equal((port, token), (registry.BaseUrl.Port, registry.AdminToken));
        Assert.Equal(HttpStatusCode.OK, (await registry.Http.GetAsync("/api/v1/whoami")).StatusCode);
    }

    [Fact]
    public async Task A_terminated_server_finishes_the_request_and_takes_its_socket_with_it()
    {
        await using var registry = await RegistryProcess.Start();
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, registry.BaseUrl.Port);
        var stream = connection.GetStream();
        var body = """{"name":"made while stopping","role":"reader"}""";
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(
            $"POST /api/v1/tokens HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {registry.AdminToken}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body[..10]}"));
        await Task.Delay(500);
        registry.Terminate();
        await Task.Delay(500);
        Assert.False(registry.HasExited);

        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(body[10..]));
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 201 Created", await reader.ReadLineAsync());
        Assert.Equal(0, await registry.Stop());
        Assert.False(File.Exists(Path.Combine(registry.Home, "registry.sock")));
        Assert.False(File.Exists(Path.Combine(registry.Home, "server.info")));
    }

    [Fact]
    public async Task A_terminated_server_takes_the_rest_of_a_blob()
    {
        await using var registry = await RegistryProcess.Start();
        var bytes = new byte[3 << 20];
        Random.Shared.NextBytes(bytes);
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, registry.BaseUrl.Port);
        var stream = connection.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(
            $"PUT /api/v1/blobs/sha256:{digest} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {registry.AdminToken}\r\nContent-Length: {bytes.Length}\r\n\r\n"));
        await stream.WriteAsync(bytes.AsMemory(0, 1 << 20));
        await Task.Delay(500);
        registry.Terminate();
        for (var sent = 1 << 20; sent < bytes.Length; sent += 1 << 19)
        {
            await Task.Delay(200);
            await stream.WriteAsync(bytes.AsMemory(sent, 1 << 19));
        }

        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 201 Created", await reader.ReadLineAsync());
        await registry.Restart();
        Assert.Equal(bytes, await registry.Http.GetByteArrayAsync($"/api/v1/blobs/sha256:{digest}"));
    }

    [Fact]
    public async Task It_stops_by_itself_when_nobody_asks_for_anything()
    {
        var registry = await RegistryProcess.Start(arguments: ["--exit-when-idle", "4s"]);
        await using (registry)
        {
            for (var i = 0; i < 25; i++)
            {
                Assert.Equal(HttpStatusCode.OK, (await registry.Http.GetAsync("/api/v1/whoami")).StatusCode);
                await Task.Delay(200);
            }

            for (var waited = 0; waited < 600 && !registry.HasExited; waited++)
            {
                await Task.Delay(100);
            }

            Assert.True(registry.HasExited);
            Assert.Contains("no request for", registry.Log, StringComparison.Ordinal);
        }
    }
}
