using System.Net;
using System.Net.Sockets;
using Mlp.Server.Hosting;
using Mlp.Server.Storage;
using Mlp.Server.Tests.Hosting;
using Mlp.Testing.Services;

namespace Mlp.Server.Tests.Storage;

public sealed class BlobAddressTests(RealServices services)
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
    public void A_bucket_that_is_not_amazons_wants_keys()
    {
        using var folder = new TestFolder();
        var refused = Assert.Throws<StartupException>(() => BlobAddress.Open(new() { Home = new(folder.Path), Blobs = "s3://models?endpoint=http://host:1" }));
        Assert.Contains("MLP_S3_ACCESS_KEY", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_does_not_answer_is_told_at_the_start()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var endpoint = $"{free.LocalEndpoint}";
        free.Stop();
        var refused = await Assert.ThrowsAsync<StartupException>(() => Start($"s3://models?endpoint=http://{endpoint}"));
        Assert.Contains($"s3 models@{endpoint}", refused.Fact, StringComparison.Ordinal);
        Assert.Contains("--blobs", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_never_answers_is_not_waited_for_long()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var refused = await Assert.ThrowsAsync<StartupException>(() => Start($"s3://models?endpoint=http://{silent.LocalEndpoint}")).WaitAsync(TimeSpan.FromSeconds(40));
        Assert.Contains("within 10 s", refused.Fact, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_is_missing_or_refuses_the_keys_is_told_at_the_start()
    {
        var swift = await services.Swift;
        Task<TestRegistry> With(string bucket, string secret) => Start($"s3://{bucket}?endpoint={swift.Endpoint}", new(swift.AccessKey, secret));
        Assert.Contains("NoSuchBucket", (await Assert.ThrowsAsync<StartupException>(() => With("nobucket", swift.SecretKey))).Fact, StringComparison.Ordinal);
        var bucket = await swift.CreateBucket();
        var wrong = await Assert.ThrowsAsync<StartupException>(() => With(bucket, "not-the-secret"));
        Assert.Contains("SignatureDoesNotMatch", wrong.Fact, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-secret", wrong.ToString(), StringComparison.Ordinal);
        await (await With(bucket, swift.SecretKey)).DisposeAsync();
    }

    private static Task<TestRegistry> Start(string blobs, BucketKeys? keys = null) =>
        TestRegistry.Start(settings => settings with { Blobs = blobs, BucketKeys = keys ?? new("access", "secret") });

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
