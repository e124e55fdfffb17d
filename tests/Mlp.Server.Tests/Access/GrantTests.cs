using System.Net;
using System.Net.Http.Json;
using Mlp.Server.Tests.Hosting;
using Mlp.Wire;

namespace Mlp.Server.Tests.Access;

public sealed class GrantTests
{
    private static readonly Grant ToOther = new("type", "beam_line", "example.org/other");

    [Fact]
    public async Task The_owner_lets_others_use_a_name_and_takes_it_back()
    {
        await using var registry = await TestRegistry.Start();
        var (owner, other) = (await registry.As("publisher", "example.org/awake"), await registry.As("publisher", "example.org/other"));
        var opened = await owner.Post<OpenedRelease>("/api/v1/releases", Release("example.org/awake", "v1.0.0", 'a'));
        await owner.Post<CompletedRelease>($"/api/v1/releases/{opened.Release.Id}/complete", new CompleteRelease());

        await (await other.PostAsJsonAsync("/api/v1/releases", Release("example.org/other", "v1.1.0", 'b'), WireJson.Options)).Refuses(HttpStatusCode.Forbidden, "MLP3002");
        await (await Put(other, ToOther)).Refuses(HttpStatusCode.Forbidden, "MLP2004");
        Assert.Equal(ToOther, await (await Put(owner, ToOther)).Read<Grant>());
        Assert.Equal(ToOther, await (await Put(owner, ToOther)).Read<Grant>());
        Assert.Equal([ToOther], (await (await other.GetAsync("/api/v1/grants?kind=type&name=beam_line")).Read<Page<Grant>>()).Items);
        Assert.Equal("opened", (await other.Post<OpenedRelease>("/api/v1/releases", Release("example.org/other", "v1.1.0", 'b'))).Outcome);

        Assert.Equal(ToOther, await (await Delete(owner, ToOther)).Read<Grant>());
        Assert.Empty((await (await other.GetAsync("/api/v1/grants")).Read<Page<Grant>>()).Items);
        var events = (await (await owner.GetAsync("/api/v1/events?kind=grant.*")).Read<Page<AuditEvent>>()).Items;
        Assert.Equal([("grant.added", "type:beam_line"), ("grant.removed", "type:beam_line")], events.Select(e => (e.Kind, e.Subject)));
    }

    [Theory]
    [InlineData("type", "unknown", "example.org/other", HttpStatusCode.NotFound, "MLP1007")]
    [InlineData("model", "beam_line", "example.org/other", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("type", "Beam Line", "example.org/other", HttpStatusCode.BadRequest, "MLP1002")]
    [InlineData("type", "beam_line", "https://example.org", HttpStatusCode.BadRequest, "MLP1006")]
    public async Task Grants_that_mean_nothing_are_refused(string kind, string name, string project, HttpStatusCode status, string code)
    {
        await using var registry = await TestRegistry.Start();
        await (await Put(await registry.As("admin"), new(kind, name, project))).Refuses(status, code);
    }

    private static OpenRelease Release(string project, string tag, char commit) =>
        new(project, "dotnet", tag, new string(commit, 40), new string(commit, 40), null, [new("beam_line", "Beams.BeamLine")]);

    private static Task<HttpResponseMessage> Put(HttpClient client, Grant grant) => client.PutAsJsonAsync("/api/v1/grants", grant, WireJson.Options);

    private static async Task<HttpResponseMessage> Delete(HttpClient client, Grant grant)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/grants") { Content = JsonContent.Create(grant, options: WireJson.Options) };
        return await client.SendAsync(request);
    }
}
