using System.CommandLine;
using Mlp.Cli.Deploying;
using Mlp.Cli.Releases;

namespace Mlp.Cli.Commands;

/// <summary>What the commands around deployments have in common.</summary>
internal static class DeployOptions
{
    public static readonly Argument<string> Type = Named("type", "The model type.");

    public static readonly Argument<string> Parameters = Named("parameters", "The parameters.");

    public static readonly Option<string?> Model = new("--model") { Description = "Only this model type.", HelpName = "name" };

    public static readonly Option<bool> All = new("--all") { Description = "All standalone pairs of the registry, in place of those of the project that is checked out." };

    public static readonly Option<string?> Target = Choice.Option("--target", "Where. ['deploy.target' of mlp.json, local]", [.. DeployTarget.Names]);

    public static readonly Option<string?> AnyTarget = new("--target") { Description = "Only those on this target.", HelpName = "target" };

    /// <summary>The option's value, else what the project that is checked out says.</summary>
    public static async Task<string> TargetOf(ParseResult parsed, CheckedOut here, Ct ct) =>
        parsed.GetValue(Target) ?? DeployTarget.Choose(null, (await here.Settings(Project(parsed), ct)).Deploy.Target);

    // Not every command has the option.
    private static string? Project(ParseResult parsed) => parsed.CommandResult.Command.Options.Contains(ReleaseOptions.Project) ? parsed.GetValue(ReleaseOptions.Project) : null;

    private static Argument<string> Named(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Name.TryParse(token.Value) is null)
            {
                result.AddError(Reference.NotAName(token.Value));
            }
        });
        return argument;
    }
}
