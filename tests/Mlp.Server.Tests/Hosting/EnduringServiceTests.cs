using System.Net;
using Microsoft.Data.Sqlite;

namespace Mlp.Server.Tests.Hosting;

/// <summary>Work beside the requests fails in ways that nobody foresaw: the registry goes on, says so, and tries again.</summary>
public sealed class EnduringServiceTests
{
    [Fact]
    public async Task A_service_that_fails_does_not_stop_the_registry_and_begins_again()
    {
        await using var registry = await TestRegistry.Start();
        var token = await registry.NewToken("reader", name: "used");
        var reader = registry.With(token.Secret);
        await Counter(registry, "'no number'");
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/api/v1/whoami")).StatusCode);

        await Until(async () => (await reader.GetStringAsync("/metrics")).Contains("mlp_background_failures_total{service=\"last-use\"} ", StringComparison.Ordinal));
        Assert.Contains(registry.Log.Split('\n'), line => line.Contains("error 'last-use' failed", StringComparison.Ordinal) && line.Contains("   at ", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await registry.Anonymous.GetAsync("/health/ready")).StatusCode);

        await Counter(registry, "1000");
        await Until(async () => await LastUse(registry, token.Token.Id) is not null);
    }

    private static Task<long?> LastUse(TestRegistry registry, long id) =>
        registry.Store.Read(session => session.First<long?>("SELECT last_used_at FROM token WHERE id = @id", new { id }), Ct.None);

    // As a program that knows nothing of the registry could do to its file.
    private static async Task Counter(TestRegistry registry, string value)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(registry.Home.FullName, "registry.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"UPDATE counter SET value = {value}";
        await command.ExecuteNonQueryAsync();
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 600 && !await condition(); i++)
        {
            await Task.Delay(100);
        }

        Assert.True(await condition());
    }
}
