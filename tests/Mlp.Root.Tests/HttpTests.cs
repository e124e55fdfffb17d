using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mlp.Root.Tests;

public sealed class HttpTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlp-root-").FullName;
    private readonly ConcurrentQueue<string> _ranges = new();
    private WebApplication _server = null!;
    private int _failures;
    private bool _givesRanges = true;

    private string Address => $"{_server.Urls.Single()}/own.root?secret=1";

    public async ValueTask InitializeAsync()
    {
        OwnFile.Write(Path.Combine(_folder, "own.root"), RootCompression.Zlib, 30_000);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapGet("/{name}", Answer);
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_file_behind_http_reads_as_one_on_disk()
    {
        using var near = await RootFile.OpenAsync(Path.Combine(_folder, "own.root"));
        using var far = await RootFile.OpenAsync(Address);
        Assert.Equal(await All(near), await All(far));
    }

    [Fact]
    public async Task Baskets_of_a_step_are_asked_for_together()
    {
        using var far = await RootFile.OpenAsync(Address);
        var tree = far.Tree("events")!;
        var baskets = tree.Branches.Sum(branch => branch.Description.Baskets.Count);
        _ranges.Clear();
        await All(far);
        Assert.True(_ranges.Count * 4 < baskets, $"{_ranges.Count} requests for {baskets} baskets");
    }

    [Fact]
    public async Task What_passes_is_tried_again()
    {
        using var far = await RootFile.OpenAsync(Address);
        Assert.NotEmpty(far.Trees[0].Branches);
        _failures = 2;
        Assert.NotEmpty(await All(far));
        Assert.Equal(0, _failures);
    }

    [Fact]
    public async Task A_server_that_gives_no_parts_is_refused()
    {
        _givesRanges = false;
        var refusal = await Assert.ThrowsAsync<NotSupportedException>(() => RootFile.OpenAsync(Address));
        Assert.Contains("does not give parts of files", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Friends_are_opened_at_the_same_server_only()
    {
        var time = new DateTimeOffset(2020, 2, 2, 2, 2, 2, TimeSpan.Zero);
        using (var writer = RootWriter.Create(Path.Combine(_folder, "friendly.root"), RootCompression.Zlib, time))
        {
            var written = writer.Tree("friendly");
            written.Friend("events", "own.root");
            written.Friend("events", "http://127.0.0.1:1/own.root", "foreign");
            written.Friend("events", "absent.root", "absent");
            written.Flat<int>("one").Append([1, 2, 3]);
            writer.Complete();
        }

        using var far = await RootFile.OpenAsync(Address.Replace("own", "friendly", StringComparison.Ordinal));
        var tree = far.Tree("friendly")!;
        Assert.Equal("'http://127.0.0.1:1/own.root' does not lie at 127.0.0.1; open that file, and read its branches together with these", tree.OpenFriends()[1].Problem);
        Assert.Contains("404", tree.OpenFriends()[2].Problem, StringComparison.Ordinal);
        await foreach (var step in tree.Read(["one", "i32"]))
        {
            Assert.Equal(3, step.Numbers<int>("events.i32").Length);
            step.Dispose();
        }
    }

    [Fact]
    public async Task Secrets_of_an_address_are_in_no_message()
    {
        using var far = await RootFile.OpenAsync(Address);
        Assert.DoesNotContain("secret", far.Name, StringComparison.Ordinal);
    }

    private static async Task<List<double>> All(RootFile file)
    {
        var numbers = new List<double>();
        var tree = file.Tree("events")!;
        await foreach (var step in tree.Read(tree.Branches))
        {
            numbers.AddRange(step.Columns.SelectMany(column => Numbers.Of(column.Demand())));
            step.Dispose();
        }

        return numbers;
    }

    private IResult Answer(string name, HttpRequest request)
    {
        _ranges.Enqueue(request.Headers.Range.ToString());
        if (Interlocked.Decrement(ref _failures) >= 0)
        {
            return Results.StatusCode(503);
        }

        _failures = 0;
        var path = Path.Combine(_folder, name);
        return File.Exists(path) ? Results.File(path, enableRangeProcessing: _givesRanges) : Results.NotFound();
    }
}
