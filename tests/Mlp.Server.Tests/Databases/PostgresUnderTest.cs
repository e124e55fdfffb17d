using Mlp.Server.Database;
using Mlp.Testing.Services;

namespace Mlp.Server.Tests.Databases;

public sealed class PostgresUnderTest(RealServices services) : DatabaseUnderTest
{
    internal override async Task<IDatabase> Create() =>
        new PostgresDatabase(await (await services.Postgres).CreateDatabase());

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
