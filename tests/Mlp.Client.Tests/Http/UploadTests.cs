using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Mlp.Wire;

namespace Mlp.ClientTests.Http;

public sealed class UploadTests : IDisposable
{
    private const int Large = 70 << 20;
    private readonly TemporaryFolder _folder = new();
    private readonly MemoryStream _stored = new();

    public void Dispose()
    {
        _folder.Dispose();
        _stored.Dispose();
    }

    [Fact]
    public async Task A_blob_that_is_there_is_not_sent_again()
    {
        await using var registry = await FaultyRegistry.Start((context, _) => context.Status(200));
        using var client = registry.Client();

        await client.Blobs.UploadAsync(FileOf(1000));

        Assert.Equal("HEAD", Assert.Single(registry.Requests).Method);
    }

    [Fact]
    public async Task A_small_one_goes_at_once_and_again_when_it_was_cut()
    {
        await using var registry = await FaultyRegistry.Start(async (context, before) =>
        {
            if (context.Request.Method == "HEAD")
            {
                await context.Status(404);
            }
            else if (before == 1)
            {
                await context.Request.Body.ReadExactlyAsync(new byte[500]);
                await context.Cut();
            }
            else
            {
                await Take(context);
                await context.Json(new Blob("sha256:" + new string('0', 64), _stored.Length));
            }
        });
        using var client = registry.Client();
        var file = FileOf(100_000);

        await client.Blobs.UploadAsync(file);

        Assert.Equal(["HEAD", "PUT", "PUT"], registry.Requests.Select(request => request.Method));
        Assert.Equal(await File.ReadAllBytesAsync(file), _stored.ToArray());
    }

    [Fact]
    public async Task A_large_one_goes_in_parts_and_on_from_where_it_was_cut()
    {
        var cuts = 0;
        await using var registry = await FaultyRegistry.Start((context, _) => Resumable(context, async () =>
        {
            if (cuts++ % 2 == 0)
            {
                await TakeSome(context, 5 << 20);
                await context.Cut();
                return true;
            }

            return false;
        }));
        using var client = registry.Client();
        var file = FileOf(Large);
        var reports = new List<TransferProgress>();

        var blob = await client.Blobs.UploadAsync(file, progress: new Reports(reports));

        Assert.Equal(SHA256.HashData(await File.ReadAllBytesAsync(file)), SHA256.HashData(_stored.ToArray()));
        Assert.Equal(Large, blob.Size);
        Assert.Equal(new(TransferStage.Uploading, Large, Large), reports[^1]);
        Assert.Contains(reports, report => report.Bytes is > 0 and < Large);
        Assert.Equal(["HEAD", "POST", "PATCH", "GET", "PATCH", "PATCH", "GET", "PATCH", "POST"], registry.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task A_wrong_offset_is_put_right()
    {
        var first = true;
        await using var registry = await FaultyRegistry.Start((context, _) => Resumable(context, async () =>
        {
            if (!first)
            {
                return false;
            }

            first = false;
            await TakeSome(context, 3 << 20);
            await context.Problem(409, "MLP4008", _stored.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
            return true;
        }));
        using var client = registry.Client();
        var file = FileOf(9 << 20);

        await client.Blobs.UploadAsync(file);

        Assert.Equal(await File.ReadAllBytesAsync(file), _stored.ToArray());
    }

    [Fact]
    public async Task An_upload_whose_last_part_is_still_being_written_is_waited_for()
    {
        var busy = 3;
        await using var registry = await FaultyRegistry.Start(
            (context, _) => Resumable(context, async () => busy-- > 0 && await Answered(context.Problem(409, "MLP4009"))));
        using var client = registry.Client();
        var file = FileOf(9 << 20);

        await client.Blobs.UploadAsync(file);

        Assert.Equal(await File.ReadAllBytesAsync(file), _stored.ToArray());
    }

    [Fact]
    public async Task An_upload_that_the_registry_dropped_is_begun_again_once()
    {
        var dropped = 0;
        await using var registry = await FaultyRegistry.Start((context, _) => Resumable(context, async () =>
        {
            _stored.SetLength(dropped == 0 ? 0 : _stored.Length);
            return dropped++ == 0 && await Answered(context.Problem(404, "MLP4007"));
        }));
        using var client = registry.Client();
        var file = FileOf(9 << 20);

        await client.Blobs.UploadAsync(file);

        Assert.Equal(await File.ReadAllBytesAsync(file), _stored.ToArray());
        Assert.Equal(2, registry.Requests.Count(request => request.Path == "/api/v1/uploads"));
    }

    [Fact]
    public async Task A_lost_answer_to_the_completion_is_found_out()
    {
        var completed = false;
        await using var registry = await FaultyRegistry.Start(async (context, _) =>
        {
            if (context.Request.Path.Value!.EndsWith("/complete", StringComparison.Ordinal))
            {
                await (completed ? context.Problem(404, "MLP4007") : context.Cut());
                completed = true;
            }
            else if (context.Request.Method == "HEAD" && completed)
            {
                await context.Status(200);
            }
            else
            {
                await Resumable(context, () => Task.FromResult(false));
            }
        });
        using var client = registry.Client();

        var blob = await client.Blobs.UploadAsync(FileOf(9 << 20));

        Assert.Equal(9 << 20, blob.Size);
    }

    [Fact]
    public async Task An_upload_that_gets_nowhere_ends_and_is_taken_back()
    {
        await using var registry = await FaultyRegistry.Start(
            (context, _) => Resumable(context, async () => await Answered(context.Cut())));
        using var client = registry.Client(attempts: 3);

        var failure = await Assert.ThrowsAsync<MlpException>(() => client.Blobs.UploadAsync(FileOf(9 << 20)));

        Assert.Equal(ClientErrors.Unreachable, failure.Code);
        Assert.Equal(3, registry.Requests.Count(request => request.Method == "PATCH"));
        Assert.Equal("DELETE", registry.Requests[^1].Method);
    }

    [Fact]
    public async Task A_refused_upload_is_not_sent_at_all()
    {
        await using var registry = await FaultyRegistry.Start((context, before) => before == 0 ? context.Status(404) : context.Problem(403, "MLP2003"));
        using var client = registry.Client();
        var reports = new List<TransferProgress>();

        var failure = await Assert.ThrowsAsync<MlpException>(() => client.Blobs.UploadAsync(FileOf(8 << 20), progress: new Reports(reports)));

        Assert.Equal("MLP2003", failure.Code);
        Assert.DoesNotContain(reports, report => report.Bytes > 0);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        await using var registry = await FaultyRegistry.Start((context, _) => context.Status(200));
        using var client = registry.Client();

        var failure = await Assert.ThrowsAsync<MlpException>(() => client.Blobs.UploadAsync(_folder["missing"]));

        Assert.Equal((ClientErrors.InvalidArgument, _folder["missing"]), (failure.Code, failure.Value));
    }

    // The routes of an upload, as documented; the fault may answer a part in their place.
    private async Task Resumable(HttpContext context, Func<Task<bool>> fault)
    {
        var upload = new Upload("u1", _stored.Length);
        await ((context.Request.Method, context.Request.Path.Value!["/api/v1/".Length..]) switch
        {
            ("HEAD", _) => context.Status(404),
            ("POST", "uploads") or ("GET", "uploads/u1") => context.Json(upload),
            ("PATCH", "uploads/u1") => Part(context, fault),
            ("POST", "uploads/u1/complete") => context.Json(new Blob("sha256:" + new string('0', 64), _stored.Length)),
            ("DELETE", _) => context.Status(204),
            var other => throw new InvalidOperationException(other.ToString()),
        });
    }

    private async Task Part(HttpContext context, Func<Task<bool>> fault)
    {
        if (!await fault())
        {
            Assert.Equal(context.Request.Query["offset"].ToString(), _stored.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
            await Take(context);
            await context.Json(new Upload("u1", _stored.Length));
        }
    }

    private static async Task<bool> Answered(Task answer)
    {
        await answer;
        return true;
    }

    private Task Take(HttpContext context) => context.Request.Body.CopyToAsync(_stored);

    private async Task TakeSome(HttpContext context, int bytes)
    {
        var buffer = new byte[Math.Min(bytes, (int)context.Request.ContentLength!)];
        await context.Request.Body.ReadExactlyAsync(buffer);
        await _stored.WriteAsync(buffer);
    }

    private string FileOf(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        File.WriteAllBytes(_folder["file"], bytes);
        return _folder["file"];
    }

    private sealed class Reports(List<TransferProgress> reports) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value)
        {
            lock (reports)
            {
                reports.Add(value);
            }
        }
    }
}
