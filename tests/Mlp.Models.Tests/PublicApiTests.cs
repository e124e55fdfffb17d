using Mlp.Testing;

namespace Mlp.Models.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one() =>
        Approved.Matches("tests/approved/Mlp.Models.api.txt", PublicApi.Render(typeof(IModel).Assembly));

    [Fact]
    public void The_assembly_references_the_framework_alone() =>
        Assert.All(typeof(IModel).Assembly.GetReferencedAssemblies(), name => Assert.StartsWith("System.", name.Name, StringComparison.Ordinal));
}
