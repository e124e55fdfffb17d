using Mlp.Testing;

namespace Mlp.Tool.Tests;

[CollectionDefinition(Alone.Name, DisableParallelization = true)]
public sealed class AloneCollection;
