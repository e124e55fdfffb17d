using System.Text;
using Mlp.Cli.Deploying;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Forges;

/// <summary>What jobs tell people on pages of a forge, in Markdown.</summary>
internal static class PipelineText
{
    public static string Checked(IReadOnlyList<Finding> findings) => findings is []
        ? "### Nothing speaks against a release"
        : Table($"### A release would find {Written.Count(findings.Count, "thing")}", ["", "code", "place", "what", "remedy"],
            findings.Select(finding => new[] { finding.Severity == Severity.Error ? "error" : "warning", finding.Code, finding.Place, finding.Fact, finding.Remedy }));

    public static string Registered(Release release)
    {
        var models = Table($"### Models of {release.Project} {release.Version}", ["model", "class", "description"], release.Models.Select(model => new[] { Code(model.Name), Code(model.Class), model.Description ?? "" }));
        var packages = string.Join('\n', release.Packages.Select(package => $"- `dotnet add package {package.Id} --version {package.Version}`"));
        return $"{models}\n\nRegistered from `{release.Commit}`.{(packages.Length == 0 ? "" : $" Packages:\n\n{packages}")}";
    }

    public static string Composed(IReadOnlyList<string> images) => images is []
        ? "### No pair needs an image"
        : $"### Images\n\n{string.Join('\n', images.Select(image => $"- {Code(image)}"))}";

    public static string Deployed(IReadOnlyList<DeployedPair> pairs, Uri? registry) => pairs is []
        ? "### No pair to deploy"
        : Table("### What serves", ["model", "parameters", "target", "outcome", "where"], pairs.Select(pair => new[]
        {
            $"{Code(pair.Type)} {pair.TypeVersion}", $"{Code(pair.Parameters)} {pair.ParametersVersion}", pair.Target, pair.Error ?? pair.Outcome, Address(pair, registry)?.AbsoluteUri ?? pair.Endpoint ?? "",
        }));

    /// <summary>Where a pair is called; null where the address is known within this machine only.</summary>
    public static Uri? Address(DeployedPair pair, Uri? registry) =>
        pair.Endpoint is not { } endpoint ? null
        : Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme.StartsWith("http", StringComparison.Ordinal) ? address
        : registry is null ? null : new Uri(registry, endpoint.TrimStart('/'));

    private static string Table(string headline, string[] columns, IEnumerable<string[]> rows)
    {
        var text = new StringBuilder($"{headline}\n\n").Append(Row(columns)).Append(Row([.. columns.Select(_ => "---")]));
        return rows.Aggregate(text, (all, row) => all.Append(Row(row))).ToString().TrimEnd();
    }

    private static string Row(string[] cells) => $"| {string.Join(" | ", cells.Select(Cell))} |\n";

    // Texts of authors are text, not Markdown of ours: no cell ends early, and no line.
    private static string Cell(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private static string Code(string text) => $"`{text.Replace('`', '\'')}`";
}
