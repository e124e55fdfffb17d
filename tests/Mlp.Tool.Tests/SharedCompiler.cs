using Mlp.Testing;

namespace Mlp.Tool.Tests;

/// <summary>Builds in this process share the compiler of the run, as those of other processes do.</summary>
public sealed class SharedCompiler
{
    // Before any test runs: what a build depends on, its variables too, may not change while it is looked at.
    public SharedCompiler() => Sdk.BuildVariables.ToList().ForEach(variable => Environment.SetEnvironmentVariable(variable.Key, variable.Value));
}
