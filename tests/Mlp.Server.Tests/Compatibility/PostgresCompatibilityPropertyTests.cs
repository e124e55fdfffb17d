using Mlp.Server.Tests.Databases;

namespace Mlp.Server.Tests.Compatibility;

public sealed class PostgresCompatibilityPropertyTests(PostgresUnderTest database) : CompatibilityPropertyTests(database), IClassFixture<PostgresUnderTest>
{
    protected override int Histories => 25;
}
