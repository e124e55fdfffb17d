using Mlp.Server.Tests.Databases;

namespace Mlp.Server.Tests.Releases;

public sealed class SqliteReleaseRulesTests(SqliteUnderTest database) : ReleaseRulesTests(database), IClassFixture<SqliteUnderTest>;
