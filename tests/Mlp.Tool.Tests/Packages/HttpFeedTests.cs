using Mlp.Cli;
using Mlp.Cli.Packages;

namespace Mlp.Tool.Tests.Packages;

public sealed class HttpFeedTests : IDisposable
{
    private const string Key = "s3cret-key";
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_package_is_pushed_with_the_key_and_compared_from_then_on()
    {
        await using var server = await TestFeed.Start(apiKey: Key);
        using var feed = Open(server, new() { Key = Key });
        var package = TestPackage.Write(_folder, "Beams.Awake", "1.2.0-Rc.1");

        Assert.Equal(PushOutcome.Pushed, (await feed.Push(package, null, default)).Outcome);
        Assert.Equal(PushOutcome.AlreadyPresent, (await feed.Push(package, null, default)).Outcome);
        Assert.Equal(PushOutcome.ContentDiffers, (await feed.Push(TestPackage.Write(_folder, "Beams.Awake", "1.2.0-Rc.1", "other", "other.nupkg"), null, default)).Outcome);

        Assert.Equal(await File.ReadAllBytesAsync(package), server.Packages["beams.awake/1.2.0-rc.1"]);
        Assert.Single(server.Pushes);
        Assert.All(server.Requests.Where(request => request.Method == "GET"), request => Assert.DoesNotContain("X-NuGet-ApiKey", request.Headers.Keys));
    }

    [Fact]
    public async Task Looking_and_comparing_send_nothing_and_a_push_tells_how_far_it_is()
    {
        await using var server = await TestFeed.Start();
        using var feed = Open(server);
        var package = TestPackage.Write(_folder, "Beams", "1.0.0");
        Assert.Null(await feed.Compare(package, default));
        Assert.False(await feed.Has(new("Beams", "1.0.0"), default));

        var sent = new Sent();
        await feed.Push(package, sent, default);
        Assert.Equal(new FileInfo(package).Length, sent.Last!.Bytes);
        Assert.Equal(sent.Last.Total, sent.Last.Bytes);
        Assert.True(await feed.Has(new("beams", "1.0.0"), default));
        Assert.Equal(PushOutcome.AlreadyPresent, (await feed.Compare(package, default))!.Outcome);
        Assert.Equal(PushOutcome.ContentDiffers, (await feed.Compare(TestPackage.Write(_folder, "Beams", "1.0.0", "other", "other.nupkg"), default))!.Outcome);
        server.ShowsPackages = false;
        Assert.Null(await feed.Has(new("Beams", "1.0.0"), default));
        Assert.Single(server.Pushes);
    }

    private sealed class Sent : IProgress<TransferProgress>
    {
        public TransferProgress? Last { get; private set; }

        public void Report(TransferProgress value) => Last = value;
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(0)]
    public async Task A_failure_that_passes_is_tried_again(int fault)
    {
        await using var server = await TestFeed.Start();
        foreach (var answer in new[] { fault, 200, fault, 200, fault })
        {
            server.Faults.Enqueue(answer);
        }

        using var feed = Open(server);

        Assert.Equal(PushOutcome.Pushed, (await feed.Push(TestPackage.Write(_folder, "Beams", "1.0.0"), null, default)).Outcome);
    }

    [Fact]
    public async Task A_push_whose_answer_was_lost_is_found_to_be_done()
    {
        await using var server = await TestFeed.Start();
        foreach (var answer in new[] { 200, 200, -502 })
        {
            server.Faults.Enqueue(answer);
        }

        using var feed = Open(server);

        Assert.Equal(PushOutcome.AlreadyPresent, (await feed.Push(TestPackage.Write(_folder, "Beams", "1.0.0"), null, default)).Outcome);
        Assert.Equal(2, server.Pushes.Count());
    }

    [Fact]
    public async Task A_feed_that_stays_down_is_unreachable()
    {
        await using var server = await TestFeed.Start();
        foreach (var _ in Enumerable.Range(0, 20))
        {
            server.Faults.Enqueue(503);
        }

        using var feed = Open(server);
        Assert.Equal("MLP7421", (await Assert.ThrowsAsync<CommandFailedException>(() => feed.Check(default))).Code);

        await server.DisposeAsync();
        Assert.Equal("MLP7421", (await Assert.ThrowsAsync<CommandFailedException>(() => feed.Check(default))).Code);
    }

    [Fact]
    public async Task A_refusal_names_the_variable_and_never_the_key()
    {
        await using var server = await TestFeed.Start(apiKey: "another");
        using var with = Open(server, new() { Key = Key });
        using var without = Open(server);
        var package = TestPackage.Write(_folder, "Beams", "1.0.0");

        var refused = await Assert.ThrowsAsync<CommandFailedException>(() => with.Push(package, null, default));
        var missing = await Assert.ThrowsAsync<CommandFailedException>(() => without.Push(package, null, default));

        Assert.Equal(("MLP7422", "MLP7422"), (refused.Code, missing.Code));
        Assert.Contains("MLP_FEED_KEY", refused.Remedy, StringComparison.Ordinal);
        Assert.Contains("set MLP_FEED_KEY", missing.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, refused.ToString() + refused.Remedy + refused.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_feed_complains_about_is_told_without_the_key_that_it_quotes()
    {
        await using var server = await TestFeed.Start();
        server.Complaint = "the licence is missing, said";
        using var feed = Open(server, new() { Key = Key });
        using var basic = Open(server, new() { Key = Key, User = "beams" });

        foreach (var asked in new[] { feed, basic })
        {
            var failed = await Assert.ThrowsAsync<CommandFailedException>(() => asked.Push(TestPackage.Write(_folder, "Beams", "1.0.0"), null, default));
            Assert.Equal("MLP7430", failed.Code);
            Assert.Contains("answered 400, the licence is missing, said", failed.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Key, failed.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("YmVhbXM6", failed.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_package_that_is_too_large_for_the_feed_is_refused()
    {
        await using var server = await TestFeed.Start(maxBytes: 1000);
        using var feed = Open(server);

        Assert.Equal("MLP7423", (await Assert.ThrowsAsync<CommandFailedException>(() => feed.Push(TestPackage.Write(_folder, "Beams", "1.0.0"), null, default))).Code);
    }

    [Fact]
    public async Task A_feed_that_signs_what_it_gets_has_the_same_package()
    {
        await using var server = await TestFeed.Start(signs: true);
        using var feed = Open(server);
        var package = TestPackage.Write(_folder, "Beams", "1.0.0");
        await feed.Push(package, null, default);

        var again = await feed.Push(package, null, default);
        var other = await feed.Push(TestPackage.Write(_folder, "Beams", "1.0.0", "CONTENT", "other.nupkg"), null, default);

        Assert.Equal(PushOutcome.AlreadyPresent, again.Outcome);
        Assert.Contains("signed", again.Note, StringComparison.Ordinal);
        Assert.Equal(PushOutcome.ContentDiffers, other.Outcome);
    }

    [Fact]
    public async Task A_feed_that_does_not_show_its_packages_is_taken_at_its_word()
    {
        await using var server = await TestFeed.Start();
        server.ShowsPackages = false;
        using var feed = Open(server);
        var package = TestPackage.Write(_folder, "Beams", "1.0.0");

        Assert.Equal(PushOutcome.Pushed, (await feed.Push(package, null, default)).Outcome);
        var again = await feed.Push(package, null, default);

        Assert.Equal(PushOutcome.AlreadyPresent, again.Outcome);
        Assert.Contains("could not be compared", again.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_and_a_password_go_with_every_request_but_not_to_another_server()
    {
        await using var storage = await TestFeed.Start();
        await using var server = await TestFeed.Start(basic: ("beams", Key));
        using var feed = Open(server, new() { Key = Key, User = "beams" });
        var package = TestPackage.Write(_folder, "Beams", "1.0.0");
        Assert.Null((await feed.Check(default)).Note);
        Assert.Equal(PushOutcome.Pushed, (await feed.Push(package, null, default)).Outcome);
        storage.Packages["beams/1.0.0"] = server.Packages["beams/1.0.0"];
        server.KeptAt = storage.Root;

        Assert.Equal(PushOutcome.AlreadyPresent, (await feed.Push(package, null, default)).Outcome);

        Assert.DoesNotContain("Authorization", Assert.Single(storage.Requests).Headers.Keys);
    }

    [Fact]
    public async Task A_push_is_never_redirected()
    {
        await using var elsewhere = await TestFeed.Start();
        await using var server = await TestFeed.Start();
        server.TakenAt = new Uri(elsewhere.Root, "v3/package");
        using var feed = Open(server, new() { Key = Key });

        var refused = await Assert.ThrowsAsync<CommandFailedException>(() => feed.Push(TestPackage.Write(_folder, "Beams", "1.0.0"), null, default));

        Assert.Equal("MLP7426", refused.Code);
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData("<html>a page</html>")]
    [InlineData("""{"version":"2.0.0","resources":[]}""")]
    [InlineData("""{"version":"3.0.0","resources":[]}""")]
    [InlineData("""{"version":"3.0.0","resources":[{"@id":"http://192.0.2.1/push","@type":"PackagePublish/2.0.0"}]}""")]
    public async Task What_is_no_feed_is_told_apart(string index)
    {
        await using var server = await TestFeed.Start();
        server.Index = index;
        using var feed = Open(server);

        Assert.Equal("MLP7424", (await Assert.ThrowsAsync<CommandFailedException>(() => feed.Check(default))).Code);
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_is_no_feed()
    {
        await using var server = await TestFeed.Start();
        using var feed = PackageFeeds.Open(new Uri(server.Root, "nuget").AbsoluteUri, FeedSettings.With());

        Assert.Equal("MLP7424", (await Assert.ThrowsAsync<CommandFailedException>(() => feed.Check(default))).Code);
    }

    [Fact]
    public async Task Checking_sends_nothing_and_says_what_it_cannot_know()
    {
        await using var server = await TestFeed.Start(apiKey: Key);
        using var with = Open(server, new() { Key = Key });
        using var without = Open(server);

        Assert.Contains("MLP_FEED_KEY is accepted", (await with.Check(default)).Note, StringComparison.Ordinal);
        Assert.Contains("without a key", (await without.Check(default)).Note, StringComparison.Ordinal);
        Assert.All(server.Requests, request => Assert.Equal("GET", request.Method));
    }

    [Fact]
    public async Task A_wrong_password_shows_when_the_feed_is_checked()
    {
        await using var server = await TestFeed.Start(basic: ("beams", "right"));
        using var feed = Open(server, new() { Key = "wrong", User = "beams" });

        Assert.Equal("MLP7422", (await Assert.ThrowsAsync<CommandFailedException>(() => feed.Check(default))).Code);
    }

    private static IPackageFeed Open(TestFeed server, FeedVariables? variables = null) => PackageFeeds.Open(server.Url, FeedSettings.With(variables));
}
