using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp list releases</c>: the ledger, the newest first.</summary>
internal static class ListReleasesCommand
{
    private static readonly Option<string?> Tag = new("--tag") { Description = "Only those of this tag.", HelpName = "tag" };

    private static readonly Option<string?> State = Choice.Option(
        "--state",
        "Only those in this state.",
        ReleaseState.Open,
        ReleaseState.Registered,
        ReleaseState.Abandoned);

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand("releases", "Lists the releases, the newest first.", "mlp list releases", "mlp list releases --state open")
        {
            SharedOptions.Project, Tag, State, SharedOptions.Limit,
        };
        command.SetWork(environment, List);
        return command;
    }

    private static Task List(ParseResult parsed, Client client, Terminal terminal, Ct ct) => terminal.Write(
        client.Releases.ListAsync(parsed.GetValue(SharedOptions.Project), parsed.GetValue(Tag), parsed.GetValue(State), ct),
        parsed.GetValue(SharedOptions.Limit),
        "releases",
        [
            new Column<Release>("ID", release => Written.Number(release.Id)),
            new("TAG", release => release.Tag),
            new("VERSION", release => release.Version),
            new("STATE", release => release.State),
            new("COMMIT", release => Written.Commit(release.Commit)),
            new("OPENED", release => Written.Time(release.OpenedAt)),
            new("PROJECT", release => release.Project),
            new("MODELS", release => string.Join(", ", release.Models.Select(model => model.Name))) { GivesWay = true },
        ],
        ct);
}
