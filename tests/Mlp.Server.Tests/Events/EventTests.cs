using Mlp.Server.Events;
using Mlp.Server.Tests.Hosting;
using Mlp.Testing;
using Mlp.Wire;

namespace Mlp.Server.Tests.Events;

public sealed class EventTests
{
    [Fact]
    public void Every_kind_is_in_the_page_of_the_interface_and_nothing_else_is()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "formats", "http-api.md"));
        var table = page[page.IndexOf("## Kinds of events", StringComparison.Ordinal)..].Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        Assert.Equal(EventKind.All.Select(kind => kind.Text), table.SelectMany(line => line.Split('|')[1].Split(',')).Select(kind => kind.Trim(' ', '`')));
    }

    [Fact]
    public async Task Every_change_is_logged_with_who_when_and_what_and_the_log_can_be_followed()
    {
        await using var registry = await TestRegistry.Start();
        var admin = await registry.As("admin", name: "head");
        for (var i = 0; i < 5; i++)
        {
            var token = await admin.Post<CreatedToken>("/api/v1/tokens", new CreateToken($"token {i}", "reader"));
            await admin.DeleteAsync($"/api/v1/tokens/{token.Token.Id}");
        }

        var all = new List<AuditEvent>();
        for (var after = "0"; after is not null;)
        {
            var page = await (await admin.GetAsync($"/api/v1/events?kind=token.*&limit=3&after={after}")).Read<Page<AuditEvent>>();
            all.AddRange(page.Items);
            after = page.Next;
        }

        var mine = all.Where(e => e.Actor == "head").ToList();
        Assert.Equal(Enumerable.Range(0, 5).SelectMany(i => new[] { ("token.created", $"token {i}"), ("token.revoked", $"token {i}") }), mine.Select(e => (e.Kind, e.Subject)));
        Assert.Equal(all.Select(e => e.Id).Order().Distinct(), all.Select(e => e.Id));
        Assert.All(mine, e => Assert.InRange(e.Time, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddSeconds(1)));
        var one = await (await admin.GetAsync("/api/v1/events?kind=token.revoked&subject=token%203")).Read<Page<AuditEvent>>();
        Assert.Equal(mine[7].Id, Assert.Single(one.Items).Id);
    }
}
