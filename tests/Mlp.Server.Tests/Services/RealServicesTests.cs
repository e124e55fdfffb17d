using Mlp.Testing.Services;
using Npgsql;

namespace Mlp.Server.Tests.Services;

public sealed class RealServicesTests(RealServices services)
{
    [Fact]
    public async Task Postgres_gives_fresh_databases_with_durable_commits()
    {
        var postgres = await services.Postgres;
        var (first, second) = (await postgres.CreateDatabase(), await postgres.CreateDatabase());
        Assert.NotEqual(first, second);
        Assert.Equal("on", await Ask(first, "show fsync"));
        Assert.Equal("on", await Ask(first, "show synchronous_commit"));
    }

    [Fact]
    public async Task Postgres_wants_its_password_on_the_port()
    {
        var database = new NpgsqlConnectionStringBuilder(await (await services.Postgres).CreateDatabase()) { Password = "wrong" };
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Ask(database.ConnectionString, "select 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task Swift_gives_fresh_buckets()
    {
        var swift = await services.Swift;
        Assert.NotEqual(await swift.CreateBucket(), await swift.CreateBucket());
    }

    private static async Task<object?> Ask(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
