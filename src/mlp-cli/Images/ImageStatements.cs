using System.Reflection;
using Mlp.Oci;
using Mlp.Wire;
using Blob = Mlp.Oci.Blob;

namespace Mlp.Cli.Images;

/// <summary>What is attached to an image: what it contains, and where it comes from.</summary>
internal sealed class ImageStatements(Client client, string cache) : IDisposable
{
    private const string Builder = "urn:mlp:tool";
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private static string Version { get; } = typeof(ImageStatements).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The statements of one image; the same image has the same ones.</summary>
    public async Task<IReadOnlyList<Artifact>> Of(ComposedImage composed, string name, Pair pair, ModelTypeVersion version, Ct ct) =>
        [await Contents(pair, version, ct), Origin(composed, name, pair, version)];

    public void Dispose() => _oneAtATime.Dispose();

    private static Artifact Origin(ComposedImage composed, string name, Pair pair, ModelTypeVersion version)
    {
        var materials = new Dictionary<string, OciDigest>
        {
            ["model"] = OciDigest.Parse(pair.BundleDigest!),
            ["parameters"] = OciDigest.Parse(pair.Digest),
            ["serving"] = OciDigest.Parse(composed.Serving),
        };
        if (composed.Base is { } digest)
        {
            materials["base"] = OciDigest.Parse(digest);
        }

        return new Provenance
        {
            Image = name,
            Digest = composed.Image.Digest,
            Repository = PairImage.Source(version.Project) ?? version.Project,
            Tag = version.Tag,
            Commit = version.Commit,
            BuilderId = Builder,
            BuilderVersion = Version,
            Parameters = new Dictionary<string, string> { ["type"] = pair.Type, ["typeVersion"] = pair.TypeVersion, ["parameters"] = pair.Parameters, ["parametersVersion"] = pair.ParametersVersion },
            Materials = materials,
        }.Make();
    }

    // It depends on the bundle alone, which has to be unpacked for it: kept, because weights change more often than code.
    private async Task<Artifact> Contents(Pair pair, ModelTypeVersion version, Ct ct)
    {
        var file = Path.Combine(cache, "bills", $"{OciDigest.Parse(pair.BundleDigest!).Hex}-{pair.Type}-{pair.TypeVersion}.json");
        await _oneAtATime.WaitAsync(ct);
        try
        {
            if (!File.Exists(file))
            {
                await Write(file, await Make(pair, version, ct), ct);
            }

            return new(SoftwareBill.MediaType, Blob.Of(SoftwareBill.MediaType, await File.ReadAllBytesAsync(file, ct)));
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task<Artifact> Make(Pair pair, ModelTypeVersion version, Ct ct)
    {
        using var work = new WorkFolder();
        var folder = Path.Combine(work.Path, "model");
        await ModelBundle.FetchAsync(client, Digest.Parse(pair.BundleDigest!), folder, ct: ct);
        var dependencies = Directory.EnumerateFiles(folder, "*.deps.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        return SoftwareBill.Make(pair.Type, pair.TypeVersion, version.CommitTime ?? version.CreatedAt, dependencies);
    }

    private static async Task Write(string file, Artifact artifact, Ct ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var partial = $"{file}.{Path.GetRandomFileName()}";
        await using (var content = await artifact.Content.OpenVerified(ct))
        await using (var output = new FileStream(partial, FileMode.CreateNew, FileAccess.Write))
        {
            await content.CopyToAsync(output, ct);
        }

        File.Move(partial, file, overwrite: true);
    }
}
