using Mlp.Tool.Tests.Commands;

// They wait for builds, servers and engines more than they compute.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
[assembly: AssemblyFixture(typeof(Mlp.Tool.Tests.SharedCompiler))]
[assembly: AssemblyFixture(typeof(SharedRegistry))]
[assembly: AssemblyFixture(typeof(Mlp.Testing.PackedLibraries))]
[assembly: AssemblyFixture(typeof(Mlp.Testing.InstalledTool))]
[assembly: AssemblyFixture(typeof(Mlp.Testing.Services.RealServices))]
