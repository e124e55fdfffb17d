using System.CommandLine;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp root</c>: looks into ROOT files.</summary>
internal static class RootFileCommand
{
    public static Command Create(EnvironmentSettings environment) => new ExampleCommand(
        "root",
        "Looks into ROOT files: their trees, branches and values. Files are of this machine, or behind http and https.",
        "mlp root ls events.root",
        "mlp root head events.root Events --branches nMuon,Muon_pt --entries 5",
        "mlp root stats https://data.example.org/events.root Events --branches Muon_pt --output json")
    {
        RootLsCommand.Create(environment),
        RootShowCommand.Create(environment),
        RootHeadCommand.Create(environment),
        RootStatsCommand.Create(environment),
    };
}
