using System.Globalization;
using Mlp.Testing;

namespace Mlp.Oci.Benchmarks;

/// <summary>Twenty pairs: one serving layer, one model layer, and 10 MB of weights each that no compressor shrinks.</summary>
internal sealed class Pairs : IDisposable
{
    public const int Count = 20;
    private const int WeightsSize = 10_000_000;
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public Layer Serving { get; private set; } = null!;

    public Layer Model { get; private set; } = null!;

    public List<Layer> Parameters { get; } = [];

    public static async Task<Pairs> Make()
    {
        var pairs = new Pairs();
        pairs.Serving = await pairs.Code("serving", 8_000_000);
        pairs.Model = await pairs.Code("model", 2_000_000);
        for (var i = 0; i <= Count; i++)
        {
            pairs.Parameters.Add(await pairs.Weights(i));
        }

        return pairs;
    }

    /// <summary>The folder with the weights of a pair, as a build takes them.</summary>
    public static string Name(int pair) => string.Create(CultureInfo.InvariantCulture, $"parameters-{pair}");

    public static ImageSpec Spec(int pair) => new()
    {
        EntryPoint = ["dotnet", "/mlp/serving/Mlp.Serving.dll"],
        Created = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Labels = new Dictionary<string, string> { ["mlp.parameters"] = Name(pair) },
        Ports = [8080],
    };

    public void Dispose() => _folder.Dispose();

    // Half of it shrinks, about as assemblies do.
    private async Task<Layer> Code(string name, int size)
    {
        Directory.CreateDirectory(_folder.PathOf(name));
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes.AsSpan(0, size / 2));
        await File.WriteAllBytesAsync(_folder.PathOf(name, "code.dll"), bytes);
        return await LayerMaker.OfFolder(name, _folder.PathOf(name), $"mlp/{name}", _folder.PathOf(name + ".layer"), Ct.None);
    }

    private async Task<Layer> Weights(int pair)
    {
        Directory.CreateDirectory(_folder.PathOf(Name(pair)));
        var bytes = new byte[WeightsSize];
        new Random(pair).NextBytes(bytes);
        await File.WriteAllBytesAsync(_folder.PathOf(Name(pair), "weights.bin"), bytes);
        return await LayerMaker.OfFolder("parameters", _folder.PathOf(Name(pair)), "mlp/parameters", _folder.PathOf(Name(pair) + ".layer"), Ct.None);
    }
}
