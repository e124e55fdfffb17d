using Mlp.Testing;

namespace Mlp.Models.Dense.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one() =>
        Approved.Matches("tests/approved/Mlp.Models.Dense.api.txt", PublicApi.Render(typeof(DenseNetwork).Assembly));
}
