using Mlp.Server.Storage;

namespace Mlp.Server.Tests.Storage;

public sealed class BlobAddressTests
{
    [Fact]
    public void A_bucket_with_everything_is_understood()
    {
        var address = BucketAddress.Parse("s3://models/some/where/?endpoint=https://s3.example.org:9000&region=eu-west-3");
        Assert.Equal(new(new Uri("https://s3.example.org:9000"), "models", "some/where/", "eu-west-3"), address);
        Assert.Equal($"some/where/sha256/{Digest.Of([]).Hex[..2]}/{Digest.Of([]).Hex}", address.KeyOf(Digest.Of([])));
    }

    [Fact]
    public void A_bucket_alone_is_amazons()
    {
        var address = BucketAddress.Parse("s3://models");
        Assert.Equal(new(null, "models", "", "us-east-1"), address);
        Assert.Equal("s3.us-east-1.amazonaws.com", address.Host);
    }

    [Theory]
    [InlineData("s3://")]
    [InlineData("s3:models")]
    [InlineData("s3://key:secret@models")]
    [InlineData("s3://models:80")]
    [InlineData("s3://models?endpoint=somewhere")]
    [InlineData("s3://models?endpoint=ftp://somewhere")]
    [InlineData("s3://models?endpoint=http://key:secret@somewhere")]
    [InlineData("s3://models?endpoint=http://somewhere/path")]
    [InlineData("s3://models?secret=secret")]
    public void What_is_not_understood_is_refused_and_no_secret_repeated(string text)
    {
        var refused = Assert.Throws<StartupException>(() => BucketAddress.Parse(text));
        Assert.DoesNotContain("key:secret", refused.Message, StringComparison.Ordinal);
        Assert.Contains("s3://bucket/prefix?endpoint=", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Descriptions_name_the_place_and_no_secret()
    {
        using var folder = new TestFolder();
        var home = new DirectoryInfo(folder.Path);
        Assert.Equal($"folder {folder.PathOf("blobs")}", BlobAddress.Open(new() { Home = home }).Description);
        Assert.Equal($"folder {folder.PathOf("x")}", BlobAddress.Open(new() { Home = home, Blobs = folder.PathOf("x") }).Description);
        using var bucket = (S3BlobStore)BlobAddress.Open(
            new() { Home = home, Blobs = "s3://models?endpoint=http://host:1", BucketKeys = new("access", "secret") });
        Assert.Equal("s3 models@host:1", bucket.Description);
    }
}
