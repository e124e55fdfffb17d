using Mlp.Wire;

namespace Mlp.Cli.Deploying;

/// <summary>What can go wrong when models are deployed and called.</summary>
internal static class DeployErrors
{
    public static CommandFailedException Failed(Deployment deployment) => new(
        "MLP7801",
        $"{deployment.Type} {deployment.TypeVersion} with {deployment.Parameters} {deployment.ParametersVersion} does not serve on {deployment.Target}: {deployment.Error}",
        deployment.Type,
        "what served before still does; mend the model or its parameters, and deploy again");

    public static CommandFailedException SomeFailed(int failed, int all) => new(
        "MLP7802", $"{failed} of {all} pairs {(failed == 1 ? "was" : "were")} not deployed", null, "the lines above say why; the others serve");

    public static CommandFailedException NothingToRollBackTo(string type, string parameters, string target, string? to) => new(
        "MLP7804",
        $"'{type}' with '{parameters}' has served nothing {(to is null ? "else" : $"that '{to}' names")} on {target}",
        to ?? $"{type}/{parameters}",
        "mlp history lists what served and when");

    public static CommandFailedException NoInput(string file, Exception cause) => new(
        "MLP7806", $"the input cannot be read: {cause.Message}", file, "name a file with one JSON value, or - for standard input", cause);

    public static CommandFailedException Unreadable(string what, string reason) => new(
        "MLP7806", $"the input is no JSON: {reason}", what, "give one JSON value, as the model's input type describes it");
}
