using Mlp.Testing;

namespace Mlp.Root.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one() =>
        Approved.Matches("tests/approved/Mlp.Root.api.txt", PublicApi.Render(typeof(RootFile).Assembly));
}
