using Mlp.Server.Tests.Databases;

namespace Mlp.Server.Tests.Deployments;

public sealed class SqliteDeploymentRulesTests(SqliteUnderTest database) : DeploymentRulesTests(database), IClassFixture<SqliteUnderTest>;
