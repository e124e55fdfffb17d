using Mlp.Oci;

namespace Mlp.Cli.Images;

/// <summary>The serving program of this version of the tool as a layer: made once, kept in the cache, the same for every image.</summary>
internal static class ServingLayerFile
{
    private const string Root = "mlp/serving";
    private static readonly byte[] Gzip = [0x1f, 0x8b];

    public static async Task<Layer> Find(string cache, Ct ct)
    {
        var program = OwnProgram.Serving?.FullName ?? throw ImageErrors.NoServingProgram();
        var diffId = await LayerMaker.DiffIdOf(program, Root, ct);
        var file = Path.Combine(cache, "serving", diffId.Hex);
        return File.Exists(file) ? await Read(file, diffId, ct) : await LayerMaker.OfFolder("serving", program, Root, file, ct);
    }

    private static async Task<Layer> Read(string file, OciDigest diffId, Ct ct)
    {
        await using var content = File.OpenRead(file);
        var beginning = new byte[Gzip.Length];
        await content.ReadExactlyAsync(beginning, ct);
        content.Position = 0;
        var digest = await OciDigest.Of(content, ct);
        return beginning.AsSpan().SequenceEqual(Gzip) ? Layer.OfGzip("serving", file, digest, content.Length, diffId) : Layer.OfTar("serving", file, digest, content.Length);
    }
}
