using Mlp.Testing;

namespace Mlp.Training.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one() =>
        Approved.Matches("tests/approved/Mlp.Training.api.txt", PublicApi.Render(typeof(Chunk).Assembly));
}
