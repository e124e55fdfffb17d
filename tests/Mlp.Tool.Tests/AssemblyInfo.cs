using Mlp.Tool.Tests.Commands;

[assembly: AssemblyFixture(typeof(SharedRegistry))]
[assembly: AssemblyFixture(typeof(Mlp.Testing.PackedLibraries))]
[assembly: AssemblyFixture(typeof(Mlp.Testing.InstalledTool))]
[assembly: AssemblyFixture(typeof(Mlp.Testing.Services.RealServices))]
