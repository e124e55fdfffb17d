using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Cli.Profiles;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp profile</c>: the registries of the configuration file.</summary>
internal static class ProfileCommand
{
    private static readonly string[] Deciding = ["MLP_REGISTRY", "MLP_PROFILE", "MLP_TOKEN"];

    public static Command Create(EnvironmentSettings environment) => new ExampleCommand(
        "profile",
        "Lists and sets the registries that --registry and programs know by name.",
        "mlp profile list",
        "mlp profile set pro --url https://mlp.example.org --token-variable MLP_PRO_TOKEN --default")
    {
        ProfileListCommand.Create(environment),
        ProfileSetCommand.Create(environment),
    };

    public static Option<string?> NameOption(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "name" };
        option.Validators.Add(result => Check(result.GetValueOrDefault<string?>(), result.AddError));
        return option;
    }

    public static Argument<string> NameArgument(string description)
    {
        var argument = new Argument<string>("name") { Description = description };
        argument.Validators.Add(result => Check(result.GetValueOrDefault<string?>(), result.AddError));
        return argument;
    }

    /// <summary>Says so where the environment decides, whatever the file says.</summary>
    public static void TellWhatGoesBefore(Terminal terminal, EnvironmentSettings environment)
    {
        string[] set = [.. Deciding.Where(name => environment.Client.Value(name) is not null)];
        if (set.Length > 0)
        {
            terminal.Note($"the environment goes before the configuration file: {string.Join(" and ", set)} {(set.Length == 1 ? "is" : "are")} set");
        }
    }

    private static void Check(string? name, Action<string> refuse)
    {
        if (name is not null && !ConfigurationChange.IsProfileName(name))
        {
            refuse($"'{name}' cannot name a profile: use letters, digits, '.', '_' and '-', as in pro");
        }
    }
}
