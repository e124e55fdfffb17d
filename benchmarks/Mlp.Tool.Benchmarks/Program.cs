using Mlp.Testing;
using Mlp.Tool.Benchmarks;

// dotnet run -c Release --project benchmarks/Mlp.Tool.Benchmarks, after dotnet build -c Release: what a user of the tool waits for.
if (args.Length > 0)
{
    await Console.Error.WriteLineAsync($"no arguments are understood, such as '{args[0]}'");
    return 2;
}

using var tool = new InstalledTool();
using var packages = new PackedLibraries();
using var folder = new TemporaryFolder();
var example = ExampleCopy.Make("beam-line", folder.PathOf("beam-line"), packages);
var commands = new Commands(tool.Program, example, folder.PathOf("home"));
Console.WriteLine($"| {"what",-52} | {"measured",-44} | {"goal",-32} |");
Console.WriteLine($"| {"---",-52} | {"---",-44} | {"---",-32} |");
commands.Version();
commands.Models();
commands.Register();
await RegistryTime.Measure();
return 0;
