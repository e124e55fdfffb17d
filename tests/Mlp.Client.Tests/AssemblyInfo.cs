// The tests use modes of files, sockets and programs of a Unix system.
using Mlp.ClientTests.Integration;
using Mlp.Models;

[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]

[assembly: MlpModel(typeof(ScalingModel), "scaling", Description = "Multiplies")]
[assembly: MlpModel(typeof(TallModel))]
[assembly: MlpModel(typeof(BeamLineModel))]
[assembly: MlpModel(typeof(BadlyNamedModel), "Bad Name")]
[assembly: MlpModel(typeof(BrittleModel), "brittle")]

// As the build stamps it on a tagged commit.
[assembly: System.Reflection.AssemblyMetadata("mlp.version", "1.2.0")]
