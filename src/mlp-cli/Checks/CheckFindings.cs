using Mlp.Cli.Git;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Checks;

/// <summary>What a check finds beside what a release itself would refuse.</summary>
internal static class CheckFindings
{
    private const int Shown = 5;

    /// <summary>What speaks against releasing with a token; null where nothing does.</summary>
    public static Finding? OfIdentity(string registry, Identity identity) => identity.Role is "publisher" or "admin" ? null : new(
        "MLP7510",
        Severity.Error,
        $"the token '{identity.Name}' only {(identity.Role == "reader" ? "reads" : "deploys")}",
        registry,
        "use a publisher's token: mlp login, or MLP_TOKEN");

    public static Finding Changed(IReadOnlyList<Change> changes) => new(
        "MLP7511",
        Severity.Error,
        $"{Written.Count(changes.Count, "change")} in no commit: {string.Join(", ", changes.Take(Shown).Select(change => change.Path))}{(changes.Count > Shown ? ", …" : "")}",
        "repository",
        "commit them, or let git ignore what does not belong there");

    public static Finding OutputsNotIgnored(IReadOnlyList<string> folders) => new(
        "MLP7512", Severity.Error, $"git does not ignore {string.Join(" and ", folders)}, which builds write to", ".gitignore", "add them to .gitignore, or run mlp check --fix");

    public static Finding NoDescription(string package) => new(
        "MLP7513", Severity.Warning, $"the package {package} has no description", package, "set Description in the project file");

    public static Finding NoLicense(string package) => new(
        "MLP7514", Severity.Warning, $"the package {package} says nothing of its license", package, "set PackageLicenseExpression or PackageLicenseFile in the project file");
}
