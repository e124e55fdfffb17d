using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Mlp.Testing;

namespace Mlp.Tool.Tests.RootFiles;

public sealed class RootOverHttpTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private WebApplication _server = null!;

    public async ValueTask InitializeAsync()
    {
        SmallFile.Write(_folder.PathOf("events.root"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapGet("/events.root", () => Results.File(_folder.PathOf("events.root"), enableRangeProcessing: true));
        _server.MapGet("/whole.root", () => Results.File(_folder.PathOf("events.root")));
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("ls")]
    [InlineData("show")]
    [InlineData("head")]
    [InlineData("stats")]
    public async Task A_file_behind_http_is_answered_as_one_on_disk(string command)
    {
        var near = await Tool.Run(["root", command, _folder.PathOf("events.root"), "--output", "json"]);
        var far = await Tool.Run(["root", command, $"{_server.Urls.Single()}/events.root", "--output", "json"]);
        Assert.Equal((0, ""), (near.Exit, near.Errors));
        Assert.Equal(near, far);
    }

    [Theory]
    [InlineData("whole.root", "does not give parts of files")]
    [InlineData("nowhere.root", "404")]
    public async Task A_file_that_the_server_does_not_give_is_refused(string name, string reason)
    {
        var (exit, output, errors) = await Tool.Run(["root", "ls", $"{_server.Urls.Single()}/{name}?token=secret"]);
        Assert.Equal((1, ""), (exit, output));
        Assert.StartsWith("MLP7953: ", errors, StringComparison.Ordinal);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", errors, StringComparison.Ordinal);
    }
}
