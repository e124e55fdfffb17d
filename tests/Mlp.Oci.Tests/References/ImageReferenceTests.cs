namespace Mlp.Oci.Tests.References;

public sealed class ImageReferenceTests
{
    private const string Hex = "aec070645fe53ee3b3763059376134f058cc337247c978add178b6ccdfb0019f";

    [Theory]
    [InlineData("busybox", "docker.io", "library/busybox", "latest", null)]
    [InlineData("busybox:1.35", "docker.io", "library/busybox", "1.35", null)]
    [InlineData("team/model", "docker.io", "team/model", "latest", null)]
    [InlineData("index.docker.io/busybox", "docker.io", "library/busybox", "latest", null)]
    [InlineData("localhost/model", "localhost", "model", "latest", null)]
    [InlineData("localhost:5000/model", "localhost:5000", "model", "latest", null)]
    [InlineData("localhost:5000", "docker.io", "library/localhost", "5000", null)]
    [InlineData("[::1]:5000/a/b:x", "[::1]:5000", "a/b", "x", null)]
    [InlineData("Registry.Example.org/a", "registry.example.org", "a", "latest", null)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0", "mcr.microsoft.com", "dotnet/aspnet", "10.0", null)]
    [InlineData("host.org/a__b/c-d--e.f_g@sha256:" + Hex, "host.org", "a__b/c-d--e.f_g", null, "sha256:" + Hex)]
    [InlineData("host.org:443/a:v1@sha256:" + Hex, "host.org:443", "a", "v1", "sha256:" + Hex)]
    public void What_docker_reads_is_read_the_same(string text, string registry, string repository, string? tag, string? digest)
    {
        var reference = ImageReference.Parse(text);
        Assert.Equal((registry, repository, tag, digest), (reference.Registry, reference.Repository, reference.Tag, reference.Digest?.ToString()));
        Assert.Equal(reference, ImageReference.Parse(reference.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("Model")]
    [InlineData("host.org/Model")]
    [InlineData("host.org/")]
    [InlineData("host.org//a")]
    [InlineData("host.org/a:")]
    [InlineData("host.org/a:.b")]
    [InlineData("host.org/a___b")]
    [InlineData("host.org/a-")]
    [InlineData("host.org/../a")]
    [InlineData("host.org:99999999/a")]
    [InlineData("user@host.org/a")]
    [InlineData("https://host.org/a")]
    [InlineData("host.org/a@sha256:1234")]
    [InlineData("host.org/a@md5:" + Hex)]
    public void What_is_no_reference_is_refused_with_the_value(string text)
    {
        var error = Assert.Throws<OciException>(() => ImageReference.Parse(text));
        Assert.Equal((OciErrors.InvalidReference, text), (error.Code, error.Value));
        Assert.NotNull(error.Remedy);
    }

    [Fact]
    public void Docker_hub_is_spoken_to_at_another_host() => Assert.Equal("registry-1.docker.io", ImageReference.Parse("busybox").ApiHost);

    [Fact]
    public void Platforms_are_read_and_compared_with_their_implied_variant()
    {
        Assert.Equal(new Platform("linux", "arm", "v7"), Platform.Parse("linux/arm/v7"));
        Assert.True(Platform.Parse("linux/arm64").Fits(Platform.Parse("linux/arm64/v8")));
        Assert.True(Platform.Parse("linux/arm64/v8").Fits(Platform.Parse("linux/arm64")));
        Assert.False(Platform.Parse("linux/arm/v6").Fits(Platform.Parse("linux/arm/v7")));
        Assert.Equal(OciErrors.InvalidPlatform, Assert.Throws<OciException>(() => Platform.Parse("linux")).Code);
    }
}
