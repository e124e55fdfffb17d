using Mlp.Server.Tests.Databases;

namespace Mlp.Server.Tests.Compatibility;

public sealed class SqliteCompatibilityPropertyTests(SqliteUnderTest database) : CompatibilityPropertyTests(database), IClassFixture<SqliteUnderTest>
{
    protected override int Histories => 200;
}
