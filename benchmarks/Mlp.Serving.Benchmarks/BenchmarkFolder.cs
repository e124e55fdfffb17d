using System.Globalization;
using Mlp.Models;
using Mlp.Models.Dense;

namespace Mlp.Serving.Benchmarks;

/// <summary>The network 27-1024-1024-1, one input, and what the load generator sends.</summary>
internal sealed class BenchmarkFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlp-serving-benchmark-");

    public BenchmarkFolder()
    {
        var random = new Random(1);
        var network = new DenseNetwork(27, new Layer(1024, Activation.Relu), new Layer(1024, Activation.Relu), new Layer(1));
        network.SetParameters([.. Enumerable.Range(0, (28 * 1024) + (1025 * 1024) + 1025).Select(_ => (random.NextSingle() - 0.5f) * 0.1f)]);
        network.ExportParameters(new ParametersFolder(Network));
        float[] input = [.. Enumerable.Range(0, 27).Select(_ => random.NextSingle())];
        Expected = network.Predict(input)[0];
        Input = $"[{string.Join(",", input.Select(number => number.ToString(CultureInfo.InvariantCulture)))}]";
        Script = Path.Combine(_folder.FullName, "post.lua");
        File.WriteAllText(Script, $"wrk.method = \"POST\"\nwrk.headers[\"Content-Type\"] = \"application/json\"\nwrk.body = \"{Input}\"\n");
    }

    public string Network => Path.Combine(_folder.FullName, "network");

    public static string Modules => Path.Combine(Path.GetTempPath(), "mlp-serving-benchmark-npm");

    public string Input { get; }

    public float Expected { get; }

    public string Script { get; }

    public static string Root { get; } = FindRoot(new(AppContext.BaseDirectory));

    public void Dispose() => _folder.Delete(recursive: true);

    private static string FindRoot(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "mlp-tool.sln")) ? folder.FullName : FindRoot(folder.Parent!);
}
