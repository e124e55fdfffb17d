using Mlp.Testing;

namespace Mlp.Root.Tests;

[CollectionDefinition(Alone.Name, DisableParallelization = true)]
public sealed class AloneCollection;
