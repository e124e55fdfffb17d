using Microsoft.AspNetCore.Http;

namespace Mlp.ClientTests.Http;

public sealed class DownloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _content = new byte[3 << 20];

    public DownloadTests() => new Random(7).NextBytes(_content);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_download_goes_on_from_where_it_was_cut()
    {
        await using var registry = await FaultyRegistry.Start((context, before) => before < 7 ? Serve(context, cutAfter: 400_000) : Serve(context));
        using var client = registry.Client();

        await client.Blobs.DownloadAsync(Digest.Of(_content), _folder["file"]);

        Assert.Equal(_content, await File.ReadAllBytesAsync(_folder["file"]));
        Assert.Equal(8, registry.Requests.Count);
        Assert.Equal("", registry.Requests[0].Range);
        Assert.All(registry.Requests.Skip(1), request => Assert.StartsWith("bytes=", request.Range, StringComparison.Ordinal));
        Assert.Equal([_folder["file"]], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_registry_that_ignores_ranges_is_read_from_the_beginning()
    {
        await using var registry = await FaultyRegistry.Start((context, before) =>
        {
            context.Request.Headers.Range = "";
            return before == 0 ? Serve(context, cutAfter: 400_000) : Serve(context);
        });
        using var client = registry.Client();

        await client.Blobs.DownloadAsync(Digest.Of(_content), _folder["file"]);

        Assert.Equal(_content, await File.ReadAllBytesAsync(_folder["file"]));
    }

    [Fact]
    public async Task Damaged_bytes_are_refused_and_leave_no_file()
    {
        await using var registry = await FaultyRegistry.Start((context, _) => Serve(context));
        using var client = registry.Client();
        var digest = Digest.Of("something else"u8);

        var failure = await Assert.ThrowsAsync<MlpException>(() => client.Blobs.DownloadAsync(digest, _folder["file"]));

        Assert.Equal((ClientErrors.ContentDamaged, digest.Text), (failure.Code, failure.Value));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_file_that_exists_is_left_alone()
    {
        await using var registry = await FaultyRegistry.Start((context, _) => Serve(context));
        using var client = registry.Client();
        _folder.Write("file", "mine");

        var failure = await Assert.ThrowsAsync<MlpException>(() => client.Blobs.DownloadAsync(Digest.Of(_content), _folder["file"]));

        Assert.Equal(ClientErrors.TargetExists, failure.Code);
        Assert.Equal("mine", await File.ReadAllTextAsync(_folder["file"]));
    }

    [Fact]
    public async Task A_beginning_from_an_earlier_try_is_gone_on_with()
    {
        await using var registry = await FaultyRegistry.Start((context, _) => Serve(context));
        using var client = registry.Client();
        await File.WriteAllBytesAsync(_folder["partial"], _content[..1_000_000]);

        await Download(registry);

        Assert.Equal(_content, await File.ReadAllBytesAsync(_folder["partial"]));
        Assert.Equal("bytes=1000000-", Assert.Single(registry.Requests).Range);
    }

    [Fact]
    public async Task A_beginning_that_is_of_something_else_is_thrown_away()
    {
        await using var registry = await FaultyRegistry.Start((context, _) => Serve(context));
        await File.WriteAllBytesAsync(_folder["partial"], new byte[1_000_000]);

        await Download(registry);

        Assert.Equal(_content, await File.ReadAllBytesAsync(_folder["partial"]));
    }

    [Fact]
    public async Task Something_longer_than_the_content_is_thrown_away()
    {
        await using var registry = await FaultyRegistry.Start((context, _) => Serve(context));
        await File.WriteAllBytesAsync(_folder["partial"], new byte[_content.Length + 1]);

        await Download(registry);

        Assert.Equal(_content, await File.ReadAllBytesAsync(_folder["partial"]));
    }

    private async Task Download(FaultyRegistry registry)
    {
        var options = new ClientOptions { Registry = registry.Url, Clock = new HurriedClock() };
        using var channel = new RegistryChannel(new(new(registry.Url + "/"), token: null), options, ClientEnvironment.Current);
        await new BlobDownload(channel, "blobs/x", Digest.Of(_content), progress: null).To(_folder["partial"], default);
    }

    private async Task Serve(HttpContext context, int? cutAfter = null)
    {
        var from = context.Request.Headers.Range.ToString() is { Length: > 0 } range
            ? int.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture)
            : 0;
        if (from >= _content.Length)
        {
            await context.Problem(416, "MLP1013");
            return;
        }

        context.Response.StatusCode = from > 0 ? 206 : 200;
        context.Response.Headers.ContentRange = from > 0 ? $"bytes {from}-{_content.Length - 1}/{_content.Length}" : default;
        context.Response.ContentLength = _content.Length - from;
        var rest = _content.AsMemory(from);
        await context.Response.Body.WriteAsync(cutAfter is { } length && length < rest.Length ? rest[..length] : rest);
        if (cutAfter is not null)
        {
            await context.Response.Body.FlushAsync();
            await Task.Delay(200); // So that the bytes arrive before the cut does.
            context.Abort();
        }
    }
}
