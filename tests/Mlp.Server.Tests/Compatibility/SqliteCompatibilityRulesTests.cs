using Mlp.Server.Tests.Databases;

namespace Mlp.Server.Tests.Compatibility;

public sealed class SqliteCompatibilityRulesTests(SqliteUnderTest database) : CompatibilityRulesTests(database), IClassFixture<SqliteUnderTest>;
