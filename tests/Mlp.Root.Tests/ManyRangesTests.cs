using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mlp.Root.Tests;

/// <summary>Servers that give several ranges at once, that do not, and that do it wrong.</summary>
public sealed class ManyRangesTests : IAsyncLifetime
{
    private const int FileBytes = 6_000_000;
    private readonly byte[] _file = new byte[FileBytes];
    private readonly ConcurrentQueue<string> _asked = new();
    private Func<HttpContext, List<(int From, int To)>, Task> _answer = null!;
    private WebApplication _server = null!;

    public async ValueTask InitializeAsync()
    {
        new Random(1).NextBytes(_file);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapGet("/file", Serve);
        await _server.StartAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Several_ranges_come_with_one_answer()
    {
        _answer = Parts(parts => parts);
        using var file = await Open();
        Assert.True(await ReadsRight(file, 50));
        Assert.InRange(_asked.Count, 1, 3);
        Assert.Contains(_asked, asked => asked.Count(letter => letter == ',') > 15);
    }

    [Fact]
    public async Task Parts_may_come_in_any_order()
    {
        _answer = Parts(parts => [.. parts.Reverse<string>()]);
        using var file = await Open();
        Assert.True(await ReadsRight(file, 20));
        Assert.InRange(_asked.Count, 1, 3);
    }

    [Fact]
    public async Task Kestrel_sends_the_whole_file_and_is_asked_singly_from_then_on()
    {
        _answer = (context, _) => Results.Bytes(_file, enableRangeProcessing: true).ExecuteAsync(context);
        using var file = await Open();
        Assert.True(await ReadsRight(file, 40));
        Assert.Single(_asked, asked => asked.Contains(',', StringComparison.Ordinal));
        Assert.True(await ReadsRight(file, 40));
        Assert.Single(_asked, asked => asked.Contains(',', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(416)]
    public async Task Who_refuses_several_ranges_is_asked_singly_from_then_on(int status)
    {
        _answer = (context, ranges) => ranges.Count > 1 ? Status(context, status) : One(context, ranges[0]);
        using var file = await Open();
        Assert.True(await ReadsRight(file, 20));
        Assert.True(await ReadsRight(file, 20));
        Assert.Single(_asked, asked => asked.Contains(',', StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_first_range_alone_is_taken_and_the_others_asked_for_singly()
    {
        _answer = (context, ranges) => One(context, ranges[0]);
        using var file = await Open();
        Assert.True(await ReadsRight(file, 20));
        Assert.Single(_asked, asked => asked.Contains(',', StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_part_may_hold_all_ranges()
    {
        _answer = (context, ranges) => One(context, (ranges[0].From, ranges[^1].To));
        using var file = await Open();
        Assert.True(await ReadsRight(file, 5, most: 900_000));
        Assert.Single(_asked);
    }

    [Fact]
    public async Task What_passes_does_not_stop_asking_for_several()
    {
        var failures = 1;
        var parts = Parts(parts => parts);
        _answer = (context, ranges) => Interlocked.Decrement(ref failures) >= 0 ? Status(context, 503) : parts(context, ranges);
        using var file = await Open();
        Assert.True(await ReadsRight(file, 20));
        _asked.Clear();
        Assert.True(await ReadsRight(file, 20));
        Assert.Contains(_asked, asked => asked.Contains(',', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_always_fails_on_several_is_asked_singly_in_the_end()
    {
        _answer = (context, ranges) => ranges.Count > 1 ? Status(context, 500) : One(context, ranges[0]);
        using var file = await Open();
        for (var i = 0; i < 4; i++)
        {
            Assert.True(await ReadsRight(file, 20));
        }

        Assert.Equal(3, _asked.Count(asked => asked.Contains(',', StringComparison.Ordinal)));
    }

    public static TheoryData<string, string, string> Damages => new()
    {
        { "Content-Range", "X-Range", "a part does not say which bytes it has" },
        { "bytes 0-", "bytes 1-", "no boundary '--parts' stands where a part ends" },
        { "/6000000", "/6000001", "the file has 6000001 bytes now, and had 6000000 when it was opened" },
        { "Content-Range: bytes 0-99/", "Content-Range: 100 bytes/", "is no range of bytes" },
        { "bytes 0-99/", "bytes 5000000-5999999/", "which were not asked for" },
        { "--parts--", "", "it ends before its last boundary" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Parts_that_are_damaged_are_refused_with_the_reason(string text, string replacement, string reason)
    {
        _answer = Parts(parts => [.. parts.Select(part => part.Replace(text, replacement, StringComparison.Ordinal))]);
        using var file = await Open();
        var refusal = await Assert.ThrowsAsync<RootFormatException>(() => file.ReadManyAsync([new(0, new byte[100]), new(200_000, new byte[100]), new(400_000, new byte[100])], CancellationToken.None).AsTask());
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(file.Name, refusal.File);
    }

    [Theory]
    [InlineData("multipart/byteranges", "--parts\r\n", "its type names no boundary")]
    [InlineData("multipart/byteranges; boundary=parts", "", "it ends before its last boundary")]
    [InlineData("multipart/byteranges; boundary=parts", "--parts\r\nContent-Range: bytes 0-99/6000000\r\n\r\nshort", "it ends within a part")]
    [InlineData("multipart/byteranges; boundary=parts", "--parts\r\nContent-Range: bytes 0-9223372036854775807/*\r\n\r\nshort", "which were not asked for")]
    [InlineData("multipart/byteranges; boundary=\"parts\"", "lines\r\n--parts\r\nnot: it\r\n", "it ends before its last boundary")]
    public async Task Answers_that_are_damaged_as_a_whole_are_refused_with_the_reason(string type, string body, string reason)
    {
        _answer = (context, _) =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (206, type);
            return context.Response.WriteAsync(body);
        };
        using var file = await Open();
        var refusal = await Assert.ThrowsAsync<RootFormatException>(() => file.ReadManyAsync([new(0, new byte[100]), new(200_000, new byte[100])], CancellationToken.None).AsTask());
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endless_lines_and_headers_are_refused()
    {
        foreach (var body in new[] { new string('x', 100_000), string.Concat(Enumerable.Repeat("x\r\n", 100_000)), "--parts\r\n" + string.Concat(Enumerable.Repeat("a: b\r\n", 100_000)) })
        {
            _answer = (context, _) =>
            {
                (context.Response.StatusCode, context.Response.ContentType) = (206, "multipart/byteranges; boundary=parts");
                return context.Response.WriteAsync(body);
            };
            using var file = await Open();
            await Assert.ThrowsAsync<RootFormatException>(() => file.ReadManyAsync([new(0, new byte[100]), new(200_000, new byte[100])], CancellationToken.None).AsTask());
        }
    }

    [Fact]
    public async Task An_answer_that_is_cut_off_is_asked_for_again()
    {
        var cuts = 1;
        var parts = Parts(parts => parts);
        _answer = async (context, ranges) =>
        {
            if (Interlocked.Decrement(ref cuts) >= 0)
            {
                (context.Response.StatusCode, context.Response.ContentType, context.Response.ContentLength) = (206, "multipart/byteranges; boundary=parts", 100_000);
                await context.Response.WriteAsync("--parts\r\nContent-Range: bytes 0-");
                await context.Response.Body.FlushAsync();
                context.Abort();
                return;
            }

            await parts(context, ranges);
        };
        using var file = await Open();
        Assert.True(await ReadsRight(file, 20));
    }

    private async Task<HttpFile> Open()
    {
        var answer = _answer;
        _answer = (context, ranges) => One(context, ranges[0]);
        var file = await HttpFile.Open(null, new($"{_server.Urls.Single()}/file"), CancellationToken.None);
        _answer = answer;
        _asked.Clear();
        return file;
    }

    // Ranges too far from each other for one.
    private async Task<bool> ReadsRight(HttpFile file, int count, int most = 5_000_000)
    {
        var step = Math.Max(70_000, most / count);
        var random = new Random(count);
        ByteRange[] ranges = [.. Enumerable.Range(0, Math.Min(count, (most / step) - 1)).Select(i => new ByteRange((i * step) + random.Next(100), new byte[random.Next(1, 3_000)]))];
        await file.ReadManyAsync(ranges, CancellationToken.None);
        return ranges.All(range => range.Into.Span.SequenceEqual(_file.AsSpan((int)range.Offset, range.Into.Length)));
    }

    private async Task Serve(HttpContext context)
    {
        var asked = context.Request.Headers.Range.ToString();
        Assert.DoesNotContain(' ', asked);
        _asked.Enqueue(asked);
        await _answer(context, [.. asked["bytes=".Length..].Split(',').Select(range => range.Split('-')).Select(ends => (Number(ends[0]), Number(ends[1])))]);
    }

    private Func<HttpContext, List<(int From, int To)>, Task> Parts(Func<List<string>, List<string>> change) => (context, ranges) =>
    {
        if (ranges.Count == 1)
        {
            return One(context, ranges[0]);
        }

        (context.Response.StatusCode, context.Response.ContentType) = (206, "multipart/byteranges; boundary=parts");
        var parts = change([.. ranges.Select(range =>
            $"\r\n--parts\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes {range.From}-{range.To}/{FileBytes}\r\n\r\n{Encoding.Latin1.GetString(_file, range.From, range.To + 1 - range.From)}")]);
        return context.Response.Body.WriteAsync(Encoding.Latin1.GetBytes(string.Concat(parts) + change(["\r\n--parts--"])[0])).AsTask();
    };

    private Task One(HttpContext context, (int From, int To) range)
    {
        context.Response.StatusCode = 206;
        context.Response.Headers.ContentRange = $"bytes {range.From}-{range.To}/{FileBytes}";
        return context.Response.Body.WriteAsync(_file.AsMemory(range.From, range.To + 1 - range.From)).AsTask();
    }

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
