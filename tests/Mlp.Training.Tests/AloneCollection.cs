using Mlp.Testing;

namespace Mlp.Training.Tests;

[CollectionDefinition(Alone.Name, DisableParallelization = true)]
public sealed class AloneCollection;
