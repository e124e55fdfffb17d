using Mlp.Testing;

namespace Mlp.Server.Tests;

[CollectionDefinition(Alone.Name, DisableParallelization = true)]
public sealed class AloneCollection;
