namespace Mlp.ClientTests.Integration;

/// <summary>The tests that share the registry.</summary>
[CollectionDefinition(Name, DisableParallelization = false)]
public sealed class RegistryCollection : ICollectionFixture<Registry>
{
    public const string Name = "registry";
}
