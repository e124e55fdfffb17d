using Mlp.Wire;

namespace Mlp.ClientTests.Integration;

/// <summary>Every route that has a method, against the real registry.</summary>
[Collection(RegistryCollection.Name)]
public sealed class ApiTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Client _client;

    public ApiTests(Registry registry) => _client = registry.Client(_folder);

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_registry_and_the_caller_are_known()
    {
        Assert.Equal("mlp", (await _client.InfoAsync()).Product);
        Assert.Equal("admin", (await _client.WhoAmIAsync()).Role);
    }

    [Fact]
    public async Task Types_are_listed_found_and_deprecated()
    {
        await Registry.Register(_client, "listed_type", "1.0.0");
        await Registry.Register(_client, "listed_type", "1.1.0");

        Assert.Contains(await _client.Types.ListAsync().ToListAsync(), type => type.Name == "listed_type");
        Assert.Equal(["listed_type"], await _client.Types.ListAsync(text: "listed_type", project: Registry.Project + "-listed_type").Select(type => type.Name).ToListAsync());
        Assert.Empty(await _client.Types.ListAsync(metadata: new Dictionary<string, string> { ["no such"] = "key" }).ToListAsync());
        Assert.Equal(2, (await _client.Types.GetAsync("listed_type")).Versions);
        Assert.Equal(["1.1.0", "1.0.0"], await _client.Types.VersionsAsync("listed_type").Select(version => version.Version).ToListAsync());
        Assert.Equal("1.1.0", (await _client.Types.GetVersionAsync("listed_type")).Version);
        Assert.Equal("too old", (await _client.Types.DeprecateAsync("listed_type", "1.1.0", "too old")).Deprecated!.Reason);
        Assert.Equal("1.0.0", (await _client.Types.GetVersionAsync("listed_type")).Version);
        Assert.Null((await _client.Types.UndeprecateAsync("listed_type", "1.1.0")).Deprecated);
    }

    [Fact]
    public async Task Parameters_are_listed_found_and_deprecated()
    {
        await Publish("parameters_type", "listed_weights", times: 3);

        Assert.Equal(["listed_weights"], await _client.Parameters.ListAsync(text: "listed_weights", project: Registry.Project + "-parameters_type").Select(name => name.Name).ToListAsync());
        Assert.Equal("1.2", (await _client.Parameters.GetAsync("listed_weights")).LatestVersion);
        Assert.Equal(["1.2", "1.1", "1.0"], await _client.Parameters.VersionsAsync("listed_weights").Select(version => version.Version).ToListAsync());
        Assert.Equal("wrong", (await _client.Parameters.DeprecateAsync("listed_weights", "1.2", "wrong")).Deprecated!.Reason);
        Assert.Equal("1.1", (await _client.Parameters.GetVersionAsync("listed_weights")).Version);
        Assert.Equal("1.1", (await _client.Types.LatestCompatibleAsync("parameters_type", "1.0.0", "listed_weights")).Version);
        Assert.Null((await _client.Parameters.UndeprecateAsync("listed_weights", "1.2")).Deprecated);
        Assert.Equal("1.2", (await _client.Types.LatestCompatibleAsync("parameters_type", "latest", "listed_weights")).Version);
    }

    [Fact]
    public async Task Compatibility_is_listed_changed_and_explained()
    {
        await Publish("linked_type", "linked_weights", times: 2);
        var link = new ChangeLink("linked_type", "1.0.0", "linked_weights", "1.1", "measured");

        Assert.Equal("removed", (await _client.Compatibility.RemoveAsync(link)).Outcome);
        Assert.Equal(["1.0"], await _client.Compatibility.ListAsync("linked_type").Select(known => known.ParametersVersion).ToListAsync());
        Assert.Equal("added", (await _client.Compatibility.AddAsync(link)).Outcome);
        var added = await _client.Compatibility.ListAsync("linked_type", "1.0.0", "linked_weights", "1.1").SingleAsync();
        Assert.Equal(("manual", "measured"), (added.Origin.Kind, added.Origin.Reason));
        var pair = await _client.Compatibility.PairsAsync(type: "linked_type", standalone: false).SingleAsync();
        Assert.Equal(("1.0.0", "1.1"), (pair.TypeVersion, pair.ParametersVersion));
        Assert.Equal([pair], await _client.Compatibility.PairsAsync(parameters: "linked_weights", project: Registry.Project + "-linked_type").ToListAsync());
        var nothing = await Assert.ThrowsAsync<MlpException>(async () => await _client.Compatibility.PairsAsync(project: "git.example.org/else").ToListAsync());
        Assert.Equal(("MLP1007", "git.example.org/else"), (nothing.Code, nothing.Value));
        var why = await _client.Compatibility.WhyAsync("linked_type", "linked_weights");
        Assert.Equal(pair, why.Chosen);
        Assert.Contains(why.Candidates, candidate => candidate.Verdict == "chosen");
    }

    [Fact]
    public async Task Search_finds_by_text_and_by_metadata()
    {
        await Registry.Register(_client, "searched_type", "1.0.0");
        await _client.PublishParametersAsync(
            _folder.Write("weights.bin"), "searched_weights", "searched_type", "1.0.0", metadata: new Dictionary<string, string> { ["beam"] = "lead ions" });

        Assert.Contains(await _client.SearchAsync("searched_type").ToListAsync(), hit => hit is { Kind: "type", Name: "searched_type" });
        var found = await _client.SearchAsync(metadata: new Dictionary<string, string> { ["beam"] = "lead ions" }).ToListAsync();
        Assert.Contains(found, hit => hit is { Name: "searched_weights", Version: "1.0" });
    }

    [Fact]
    public async Task A_release_goes_through_its_steps()
    {
        var commit = new string('a', 40);
        var release = new OpenRelease(
            "git.example.org/tests/released", "dotnet", "v2.0.0", commit, commit, [new PackageIdentity("Released", "2.0.0")], [new ReleasedModel("released_type", "Tests.Released")]);

        var check = await _client.Releases.CheckAsync(release);
        var opened = await _client.Releases.OpenAsync(release);
        var again = await _client.Releases.OpenAsync(release);
        var stepped = await _client.Releases.AddStepAsync(opened.Release.Id, new("built", "done", Digest.Of("x"u8).Text));
        var completed = await _client.Releases.CompleteAsync(opened.Release.Id, new());

        Assert.Equal(("opened", 0), (check.Outcome, check.Release.Id));
        Assert.Equal(("opened", "resumed"), (opened.Outcome, again.Outcome));
        Assert.Contains(stepped.Steps, step => step is { Step: "built", State: "done" });
        Assert.Equal("released_type", Assert.Single(completed.Models).Name);
        Assert.Equal(ReleaseState.Registered, (await _client.Releases.GetAsync(opened.Release.Id)).State);
        Assert.Equal([opened.Release.Id], await _client.Releases.ListAsync("git.example.org/tests/released", "v2.0.0", ReleaseState.Registered).Select(known => known.Id).ToListAsync());
    }

    [Fact]
    public async Task A_release_can_be_given_up()
    {
        var commit = new string('b', 40);
        var opened = await _client.Releases.OpenAsync(
            new("git.example.org/tests/abandoned", "dotnet", "v1.0.0", commit, commit, null, [new ReleasedModel("abandoned_type", "Tests.Abandoned")]));

        Assert.Equal(ReleaseState.Abandoned, (await _client.Releases.AbandonAsync(opened.Release.Id)).State);
    }

    [Fact]
    public async Task A_moved_tag_is_refused_with_both_commits()
    {
        await Registry.Register(_client, "moved_type", "1.0.0");
        var commit = new string('c', 40);

        var failure = await Assert.ThrowsAsync<MlpException>(() => _client.Releases.OpenAsync(
            new(Registry.Project + "-moved_type", "dotnet", "v1.0.0", commit, commit, null, [new ReleasedModel("moved_type", "Tests.moved_type")])));

        Assert.Equal(("MLP3001", 409), (failure.Code, failure.Status));
        Assert.Contains(commit, failure.Message + failure.Value, StringComparison.Ordinal);
        Assert.NotNull(failure.TraceId);
    }

    [Fact]
    public async Task Deployments_are_recorded_and_found_by_time()
    {
        await Publish("deployed_type", "deployed_weights", times: 1);
        var before = DateTimeOffset.UtcNow.AddMinutes(-1);

        var wanted = new StartDeployment("deployed_type", "1.0.0", "deployed_weights", "1.0", "production", Endpoint: "http://127.0.0.1:1");
        var started = await _client.Deployments.StartAsync(wanted);
        var recorded = started.Deployment;
        var serving = await _client.Deployments.ListAsync(type: "deployed_type", at: DateTimeOffset.UtcNow.AddSeconds(5)).ToListAsync();
        Assert.Equal(new("unchanged", recorded), await _client.Deployments.StartAsync(wanted));
        var ended = await _client.Deployments.EndAsync(recorded.Id);

        Assert.Equal(("started", DeploymentState.Serving), (started.Outcome, recorded.State));
        Assert.Equal([recorded.Id], serving.Select(deployment => deployment.Id));
        Assert.NotNull(ended.EndedAt);
        Assert.Empty(await _client.Deployments.ListAsync(parameters: "deployed_weights", target: "production", at: before).ToListAsync());
    }

    [Fact]
    public async Task Events_are_read_from_a_cursor_on()
    {
        await Publish("evented_type", "evented_weights", times: 2);

        var events = await _client.Events.ListAsync(kind: "parameters-version.created").Where(e => e.Subject.StartsWith("evented_weights@", StringComparison.Ordinal)).ToListAsync();
        var later = await _client.Events.ListAsync(after: events[0].Id, subject: "evented_weights@1.1").ToListAsync();

        Assert.Equal(["evented_weights@1.0", "evented_weights@1.1"], events.Select(e => e.Subject));
        Assert.Equal(events[1].Id, Assert.Single(later).Id);
    }

    [Fact]
    public async Task Webhooks_are_made_tried_and_removed()
    {
        await using var receiver = await FaultyRegistry.Start((context, _) => Http.FaultyAnswers.Status(context, 204));

        var created = await _client.Webhooks.CreateAsync(new(receiver.Url, "a secret of some length", ["deployment.*"]));
        var delivery = await _client.Webhooks.TestAsync(created.Id);

        Assert.Contains(await _client.Webhooks.ListAsync().ToListAsync(), hook => hook.Id == created.Id);
        Assert.Equal(("delivered", 204), (delivery.State, delivery.StatusCode));
        Assert.Contains(await _client.Webhooks.DeliveriesAsync(created.Id).ToListAsync(), known => known.Id == delivery.Id);
        await _client.Webhooks.DeleteAsync(created.Id);
        Assert.DoesNotContain(await _client.Webhooks.ListAsync().ToListAsync(), hook => hook.Id == created.Id);
    }

    [Fact]
    public async Task Tokens_are_made_used_and_revoked_and_never_shown_by_accident()
    {
        var created = await _client.Tokens.CreateAsync(new("a reader", "reader", ExpiresAt: DateTimeOffset.UtcNow.AddHours(1)));
        using var reader = new Client(_client.Registry, created.Secret);

        Assert.Equal(new Identity("a reader", "reader", null), await reader.WhoAmIAsync());
        Assert.Equal("MLP2003", (await Assert.ThrowsAsync<MlpException>(() => reader.Tokens.CreateAsync(new("another", "admin")))).Code);
        Assert.DoesNotContain(created.Secret, created.ToString(), StringComparison.Ordinal);
        Assert.Contains(await _client.Tokens.ListAsync().ToListAsync(), token => token.Id == created.Token.Id);
        Assert.NotNull((await _client.Tokens.RevokeAsync(created.Token.Id)).RevokedAt);
        Assert.Equal(401, (await Assert.ThrowsAsync<MlpException>(() => reader.WhoAmIAsync())).Status);
    }

    [Fact]
    public async Task Grants_are_given_and_taken_back()
    {
        await Registry.Register(_client, "granted_type", "1.0.0");
        var grant = new Grant("type", "granted_type", "git.example.org/others");

        Assert.Equal(grant, await _client.Grants.AddAsync(grant));
        Assert.Equal([grant], await _client.Grants.ListAsync("type", "granted_type").ToListAsync());
        await _client.Grants.RemoveAsync(grant);
        Assert.Empty(await _client.Grants.ListAsync(name: "granted_type").ToListAsync());
    }

    [Fact]
    public async Task Blobs_go_up_and_come_down()
    {
        var file = _folder.Write("bundle", "some bytes");

        var blob = await _client.Blobs.UploadAsync(file);
        await _client.Blobs.DownloadAsync(Digest.Parse(blob.Digest), _folder["copy"]);

        Assert.Equal("some bytes", await File.ReadAllTextAsync(_folder["copy"]));
        Assert.Equal(404, (await Assert.ThrowsAsync<MlpException>(() => _client.Blobs.DownloadAsync(Digest.Of("never"u8), _folder["none"]))).Status);
    }

    private async Task Publish(string type, string parameters, int times)
    {
        await Registry.Register(_client, type, "1.0.0");
        for (var i = 0; i < times; i++)
        {
            await _client.PublishParametersAsync(_folder.Write($"{parameters}-{i}"), parameters, type, "1.0.0");
        }
    }
}
