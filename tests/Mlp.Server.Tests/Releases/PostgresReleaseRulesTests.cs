using Mlp.Server.Tests.Databases;

namespace Mlp.Server.Tests.Releases;

public sealed class PostgresReleaseRulesTests(PostgresUnderTest database) : ReleaseRulesTests(database), IClassFixture<PostgresUnderTest>;
