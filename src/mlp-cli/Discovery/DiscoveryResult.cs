namespace Mlp.Cli.Discovery;

/// <summary>What one output folder holds.</summary>
/// <param name="Models">Those whose name and class are sound, by name; two may still claim one name, which is a finding.</param>
/// <param name="Findings">What is wrong or doubtful, by place. With an error among them nothing can be released.</param>
/// <param name="Notes">Files that were not read, and why: sentences for people.</param>
internal sealed record DiscoveryResult(IReadOnlyList<DiscoveredModel> Models, IReadOnlyList<Finding> Findings, IReadOnlyList<string> Notes)
{
    public bool HasErrors => Findings.Any(finding => finding.Severity == Severity.Error);
}
