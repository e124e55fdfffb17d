using Mlp.Server.Tests.Databases;

namespace Mlp.Server.Tests.Compatibility;

public sealed class PostgresCompatibilityRulesTests(PostgresUnderTest database) : CompatibilityRulesTests(database), IClassFixture<PostgresUnderTest>;
