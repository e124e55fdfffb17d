using System.Globalization;
using Mlp.Testing;

namespace Mlp.Oci.Tests.Support;

/// <summary>Layers as a model's image has them, with content of the test's choice.</summary>
internal sealed class TestLayers : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _made;

    public string Path => _folder.Path;

    /// <summary>A layer of one small text file, which is worth compressing.</summary>
    public Task<Layer> Text(string root, string text)
    {
        var name = Next();
        _folder.Write(System.IO.Path.Combine(name, "text.txt"), string.Concat(Enumerable.Repeat(text + "\n", 500)));
        return LayerMaker.OfFolder(name, _folder.PathOf(name), root, _folder.PathOf(name + ".layer"), Ct.None);
    }

    /// <summary>Parameters that no compressor shrinks: one plain tar.</summary>
    public async Task<Layer> Weights(int size, int seed)
    {
        var name = Next();
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        Directory.CreateDirectory(_folder.PathOf(name));
        await File.WriteAllBytesAsync(_folder.PathOf(name, "weights.bin"), bytes);
        return await LayerMaker.OfFolder("parameters", _folder.PathOf(name), "mlp/parameters", _folder.PathOf(name + ".layer"), Ct.None);
    }

    public static ImageSpec Spec(string command = "cat /mlp/serving/text.txt") => new()
    {
        EntryPoint = ["/bin/sh", "-c", command],
        Created = new(2024, 2, 29, 12, 0, 0, TimeSpan.FromHours(1)),
        Environment = new Dictionary<string, string> { ["MLP_PORT"] = "8080" },
        Labels = new Dictionary<string, string> { ["mlp.type"] = "beam_line", ["org.opencontainers.image.version"] = "1.6.0" },
        Ports = [8080],
        HealthCheck = new(["/bin/cat", "/mlp/serving/text.txt"], TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5)),
    };

    public void Dispose() => _folder.Dispose();

    private string Next() => string.Create(CultureInfo.InvariantCulture, $"l{++_made}");
}
