namespace Mlp.Serving.Benchmarks;

/// <summary>A server that answers POST /predict.</summary>
/// <param name="Predicts">Whether it computes the network, so that its answer can be checked.</param>
internal sealed record Peer(string Name, bool Predicts, string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, string Folder)
{
    public const int Port = 18765;

    public static Uri Url { get; } = new($"http://127.0.0.1:{Port}");
}
