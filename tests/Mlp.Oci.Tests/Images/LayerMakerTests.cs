using System.IO.Compression;
using Mlp.Testing;
using Program = Mlp.Testing.Services.Program;

namespace Mlp.Oci.Tests.Images;

public sealed class LayerMakerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_layer_is_what_gnu_tar_makes_of_the_folder()
    {
        _folder.Write("in/b.txt", "b");
        _folder.Write("in/a/" + new string('x', 120) + ".txt", new string('y', 600));
        Directory.CreateDirectory(_folder.PathOf("in/empty"));
        var layer = await Make("in");

        Directory.CreateDirectory(_folder.PathOf("root/mlp"));
        Directory.Move(_folder.PathOf("in"), _folder.PathOf("root/mlp/serving"));
        var names = new[] { "mlp/", "mlp/serving/", "mlp/serving/a/", $"mlp/serving/a/{new string('x', 120)}.txt", "mlp/serving/b.txt", "mlp/serving/empty/" };
        await File.WriteAllLinesAsync(_folder.PathOf("names"), names);
        await Program.Run("/usr/bin/tar",
            ["--create", $"--file={_folder.PathOf("gnu.tar")}", $"--directory={_folder.PathOf("root")}", "--format=gnu", "--blocking-factor=1", "--no-recursion", "--mtime=2000-01-01 00:00:00Z",
                "--owner=0", "--group=0", "--numeric-owner", "--mode=u=rwX,go=rX", $"--files-from={_folder.PathOf("names")}"], Ct.None);
        await using var tar = File.OpenRead(_folder.PathOf("gnu.tar"));
        Assert.Equal(await OciDigest.Of(tar, Ct.None), layer.DiffId);
    }

    [Fact]
    public async Task What_shrinks_is_compressed_and_what_does_not_stays_a_tar()
    {
        _folder.Write("text/a.txt", string.Concat(Enumerable.Range(0, 50_000)));
        var text = await Make("text");
        Assert.Equal(MediaTypes.GzipLayer, text.Blob.Descriptor.MediaType);
        await using (var stream = await text.Blob.OpenVerified(Ct.None))
        {
            await using var tar = new GZipStream(stream, CompressionMode.Decompress);
            Assert.Equal(text.DiffId, await OciDigest.Of(tar, Ct.None));
        }

        Directory.CreateDirectory(_folder.PathOf("weights"));
        await File.WriteAllBytesAsync(_folder.PathOf("weights", "w.bin"), System.Security.Cryptography.RandomNumberGenerator.GetBytes(3_000_000));
        var weights = await Make("weights");
        Assert.Equal((MediaTypes.TarLayer, weights.DiffId), (weights.Blob.Descriptor.MediaType, weights.Blob.Descriptor.Digest));
    }

    [Fact]
    public async Task Links_pipes_and_names_that_mean_deletion_are_refused()
    {
        Directory.CreateDirectory(_folder.PathOf("link"));
        File.CreateSymbolicLink(_folder.PathOf("link", "l"), "/etc/passwd");
        Directory.CreateDirectory(_folder.PathOf("pipe"));
        await Program.Run("/usr/bin/mkfifo", [_folder.PathOf("pipe", "p")], Ct.None);
        _folder.Write("deletion/.wh.a", "");
        foreach (var (name, fact) in new[] { ("link", "is a link"), ("pipe", "is a device, a pipe or a socket"), ("deletion", "read as a deletion"), ("missing", "is no folder") })
        {
            var error = await Assert.ThrowsAsync<OciException>(() => Make(name));
            Assert.Equal(OciErrors.CannotPack, error.Code);
            Assert.Contains(fact, error.Message, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*layer*"));
    }

    private Task<Layer> Make(string folder) => LayerMaker.OfFolder("serving", _folder.PathOf(folder), "mlp/serving", _folder.PathOf(folder + ".layer"), Ct.None);
}
