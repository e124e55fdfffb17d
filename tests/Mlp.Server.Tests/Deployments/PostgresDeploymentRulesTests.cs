using Mlp.Server.Tests.Databases;

namespace Mlp.Server.Tests.Deployments;

public sealed class PostgresDeploymentRulesTests(PostgresUnderTest database) : DeploymentRulesTests(database), IClassFixture<PostgresUnderTest>;
