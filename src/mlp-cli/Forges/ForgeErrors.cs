using System.Globalization;

namespace Mlp.Cli.Forges;

/// <summary>What can go wrong between a pipeline and its forge.</summary>
internal static class ForgeErrors
{
    public static UsageException NoForge() => new(
        "--report tells the forge whose pipeline runs the command, and none does", "--report", "leave it out; in a job of GitLab or a workflow of GitHub it works by itself");

    public static UsageException NoFeed() => new(
        "the feed 'forge' is the package registry of the forge whose pipeline runs the command, and none does", "forge", "name a folder ('./forge' is one), or an address such as https://nuget.example.org/v3/index.json");

    public static CommandFailedException Unreachable(string forge, Uri address, string reason, Exception? cause) => new(
        "MLP7921", $"{forge} cannot be reached at {Shown(address)}: {reason}", Shown(address), "run the job again when it can; what was done before is not done again", cause);

    public static CommandFailedException Failed(string forge, HttpMethod method, Uri address, int status, string? reason) => new(
        "MLP7922",
        $"{forge} answered {status} to {method} {Shown(address)}{(reason is null ? "" : $": {reason}")}",
        Shown(address),
        "correct what it names, and run the job again; what was done before is not done again");

    public static CommandFailedException BadAddress(string variable, string value) => new(
        "MLP7923", $"{variable} is no address that a token may be sent to: {value}", value, "forges are reached over https; plain http is for those on this machine");

    public static CommandFailedException InvalidToken(string variable) =>
        new("MLP7924", $"the environment variable {variable} has spaces or other characters that no token has", variable, "copy it again");

    public static CommandFailedException Limited(string forge, DateTimeOffset until) => new(
        "MLP7925",
        string.Create(CultureInfo.InvariantCulture, $"{forge} takes no more requests of this token until {until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"),
        until.ToString("O", CultureInfo.InvariantCulture),
        "run the job again then, or with a token of its own in MLP_FORGE_TOKEN");

    public static CommandFailedException NotUnderstood(string forge, Uri address, Exception cause) => new(
        "MLP7926", $"what {forge} answered at {Shown(address)} is not what its API documents: {cause.Message}", Shown(address), "check that a proxy does not answer in its place", cause);

    public static CommandFailedException NotWritten(string file, Exception cause) => new(
        "MLP7927", $"'{file}' cannot be written: {cause.Message}", file, "name a file in a folder that exists and can be written to", cause);

    // The query has marks of pages only, and messages are shorter without.
    private static string Shown(Uri address) => $"{address.Scheme}://{address.Authority}{address.AbsolutePath}";
}
