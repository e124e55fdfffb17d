using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;

namespace Mlp.Cli.Commands;

/// <summary>All commands of the tool.</summary>
internal static class CommandTree
{
    // In the order in which a new user meets them.
    private static readonly (string Name, Func<EnvironmentSettings, Command> Create)[] Commands =
    [
        ("init", InitCommand.Create),
        ("models", ModelsCommand.Create),
        ("check", CheckCommand.Create),
        ("plan", PlanCommand.Create),
        ("register", RegisterCommand.Create),
        ("release", ReleaseCommand.Create),
        ("publish", PublishCommand.Create),
        ("pull", PullCommand.Create),
        ("run", RunCommand.Create),
        ("images", ImagesCommand.Create),
        ("deploy", DeployCommand.Create),
        ("rollback", RollbackCommand.Create),
        ("status", StatusCommand.Create),
        ("history", HistoryCommand.Create),
        ("predict", PredictCommand.Create),
        ("list", ListCommand.Create),
        ("show", ShowCommand.Create),
        ("search", SearchCommand.Create),
        ("why", WhyCommand.Create),
        ("compat", CompatCommand.Create),
        ("deprecate", DeprecateCommand.Create),
        ("grant", GrantCommand.Create),
        ("train", TrainCommand.Create),
        ("data", DataCommand.Create),
        ("root", RootFileCommand.Create),
        ("hook", HookCommand.Create),
        ("server", ServerCommand.Create),
        ("token", TokenCommand.Create),
        ("login", LoginCommand.Create),
        ("profile", ProfileCommand.Create),
        ("doctor", DoctorCommand.Create),
        ("completion", CompletionCommand.Create),
    ];

    /// <summary>The commands that these arguments may be about: making all of them takes as long as all else that a start does.</summary>
    public static RootCommand Create(EnvironmentSettings environment, IReadOnlyList<string> arguments) =>
        Root(environment, arguments is [var first, ..] && (first == "--version" || IsCommand(first)) ? first : null);

    private static bool IsCommand(string name) => Array.Exists(Commands, command => command.Name == name);

    private static RootCommand Root(EnvironmentSettings environment, string? only)
    {
        var root = new RootCommand("Takes a machine-learning model from a git tag to a running, callable service, and keeps the record of it.")
        {
            GlobalOptions.Output, GlobalOptions.Registry, GlobalOptions.Verbose, GlobalOptions.Quiet,
        };
        foreach (var (name, create) in Commands)
        {
            if (only is null || only == name)
            {
                root.Add(create(environment));
            }
        }

        UseOwnHelp(root);
        root.Directives.OfType<SuggestDirective>().Single().Action = new Suggestions();
        return root;
    }

    private static void UseOwnHelp(RootCommand root)
    {
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        root.Options.Add(new HelpOption("--help", "-h") { Description = "Shows this help.", Action = new CommandHelp() });
    }
}
