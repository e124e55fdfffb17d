using System.Xml.Linq;
using Mlp.Testing;

namespace Mlp.Tool.Tests;

/// <summary>Which project may know which: a new arrow is a decision, not an accident.</summary>
public sealed class ArrowsTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["mlp-models"] = [],
        ["mlp-models-dense"] = ["mlp-models"],
        ["mlp-client"] = ["mlp-models"],
        ["mlp-serving"] = ["mlp-models"],
        ["mlp-oci"] = [],
        ["mlp-root"] = [],
        ["mlp-training"] = ["mlp-models", "mlp-client", "mlp-root"],
        ["mlp-server"] = ["mlp-client", "mlp-oci"],
        ["mlp-cli"] = ["mlp-server", "mlp-client", "mlp-oci", "mlp-root", "mlp-training"],
    };

    private static readonly string[] WithoutPackages = ["mlp-models", "mlp-client", "mlp-oci", "mlp-root"];

    public static TheoryData<string> Projects => [.. Directory.GetDirectories(Repository.PathOf("src")).Select(folder => Path.GetFileName(folder)!)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_those_that_it_may_know(string project)
    {
        Assert.True(Allowed.TryGetValue(project, out var allowed), $"src/{project} is not in the table of projects");
        Assert.Empty(References(project, "ProjectReference").Select(path => path.Split('/')[^2]).Except(allowed));
    }

    [Fact]
    public void Projects_that_must_bring_no_packages_bring_none()
    {
        Assert.All(WithoutPackages, project => Assert.Empty(References(project, "PackageReference")));
    }

    [Fact]
    public void No_project_below_src_knows_a_test()
    {
        Assert.All(Projects.Select(row => row.Data), project => Assert.DoesNotContain(References(project, "ProjectReference"), path => path.Contains("tests/", StringComparison.Ordinal)));
    }

    private static IReadOnlyList<string> References(string project, string kind)
    {
        var file = Directory.GetFiles(Repository.PathOf("src", project), "*.csproj").Single();
        return [.. XDocument.Load(file).Descendants(kind).Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))];
    }
}
