using System.CommandLine;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary>What the commands around deployments have in common.</summary>
internal static class DeployOptions
{
    public static readonly Argument<string> Type = Named("type", "The model type.");

    public static readonly Argument<string> Parameters = Named("parameters", "The parameters.");

    public static readonly Option<string?> Model = new("--model") { Description = "Only this model type.", HelpName = "name" };

    public static readonly Option<bool> All = new("--all") { Description = "All standalone pairs of the registry, in place of those of the project that is checked out." };

    public static readonly Option<string?> Target = Choice.Option("--target", "Where. [local]", DeploymentTarget.Local, DeploymentTarget.Docker, KubernetesOptions.Kubernetes);

    public static readonly Option<string?> AnyTarget = new("--target") { Description = "Only those on this target.", HelpName = "target" };

    /// <summary>The option's value, or the target that needs nothing else.</summary>
    public static string TargetOf(ParseResult parsed) => parsed.GetValue(Target) ?? DeploymentTarget.Local;

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
