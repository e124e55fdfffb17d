using Mlp.Testing.Services;

[assembly: AssemblyFixture(typeof(RealServices))]
