using Mlp.Models;
using Mlp.Models.Dense;
using Mlp.Testing;

namespace Mlp.Serving.Tests;

/// <summary>A network with parameters, in this process and as a folder.</summary>
public sealed class NetworkParameters : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public NetworkParameters()
    {
        var random = new Random(7);
        Network = new DenseNetwork(5, new Layer(33, Activation.Tanh), new Layer(3, Activation.Softmax));
        Network.SetParameters([.. Enumerable.Range(0, (6 * 33) + (34 * 3)).Select(_ => random.NextSingle() - 0.5f)]);
        Network.ExportParameters(new ParametersFolder(_folder.Path));
    }

    public DenseNetwork Network { get; }

    public string Path => _folder.Path;

    public static float[][] Inputs(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 5).Select(_ => (random.NextSingle() - 0.5f) * 100).ToArray())];
    }

    public void Dispose() => _folder.Dispose();
}
