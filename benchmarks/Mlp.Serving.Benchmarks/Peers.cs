using System.Diagnostics;
using System.Globalization;

namespace Mlp.Serving.Benchmarks;

/// <summary>Who is compared.</summary>
internal static class Peers
{
    public const string Network = "mlp, network";
    public const string Unbatched = "mlp, network, --max-batch 1";
    public const string Trivial = "mlp, trivial model";
    public const string Bare = "bare Kestrel endpoint, JSON only";
    public const string Naive = "naive C# loop";
    public const string NumPy = "FastAPI + NumPy";
    public const string UncheckedNumPy = "FastAPI + NumPy, body unchecked";
    public const string Onnx = "Node + ONNX Runtime";

    private static readonly string Processes = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture);

    private static string Here => AppContext.BaseDirectory;

    public static IReadOnlyList<Peer> All(BenchmarkFolder folder) =>
    [
        Serving(Network, predicts: true, "network", folder),
        Serving(Unbatched, predicts: true, "network", folder, "--max-batch", "1"),
        Serving(Trivial, predicts: false, "trivial", folder),
        Own(Bare, predicts: false, "bare", folder),
        Own(Naive, predicts: true, "naive", folder),
        .. HasNumPy() ? [Python(NumPy, folder, []), Python(UncheckedNumPy, folder, new() { ["UNCHECKED"] = "1" })] : Array.Empty<Peer>(),
        .. HasOnnx() ? [Node(folder)] : Array.Empty<Peer>(),
    ];

    public static IEnumerable<string> Missing()
    {
        if (!HasNumPy())
        {
            yield return $"{NumPy}: apt-get install python3-fastapi uvicorn python3-uvloop python3-httptools python3-numpy libopenblas0-pthread";
        }

        if (!HasOnnx())
        {
            yield return $"{Onnx}: npm install onnxruntime-node failed in {BenchmarkFolder.Modules}";
        }
    }

    private static Peer Serving(string name, bool predicts, string model, BenchmarkFolder folder, params string[] more) => new(
        name, predicts, "dotnet",
        [
            Path.Combine(BenchmarkFolder.Root, "src", "mlp-serving", "bin", "Release", "net10.0", "Mlp.Serving.dll"), "--model", Here, "--name", model,
            "--parameters", folder.Network, "--urls", Peer.Url.ToString(), .. more,
        ],
        new Dictionary<string, string>(), Here);

    private static Peer Own(string name, bool predicts, string kind, BenchmarkFolder folder) =>
        new(name, predicts, "dotnet", [Path.Combine(Here, "Mlp.Serving.Benchmarks.dll"), "peer", Peer.Url.ToString(), folder.Network, kind], new Dictionary<string, string>(), Here);

    private static Peer Python(string name, BenchmarkFolder folder, Dictionary<string, string> more) => new(
        name, Predicts: true, "/usr/bin/python3", ["-m", "uvicorn", "numpy_server:app", "--workers", Processes, "--port", $"{Peer.Port}", "--log-level", "error", "--no-access-log"],
        // One thread for each process: more of them get in each other's way.
        new Dictionary<string, string>(more) { ["NETWORK"] = folder.Network, ["OPENBLAS_NUM_THREADS"] = "1", ["OMP_NUM_THREADS"] = "1" }, Path.Combine(Here, "Peers"));

    private static Peer Node(BenchmarkFolder folder) => new(
        Onnx, Predicts: true, "node", ["onnx_server.mjs", $"{Peer.Port}", folder.Network, Path.Combine(BenchmarkFolder.Modules, "node_modules"), Processes],
        new Dictionary<string, string>(), Path.Combine(Here, "Peers"));

    private static bool HasNumPy() => Succeeds("/usr/bin/python3", ["-c", "import fastapi, uvicorn, uvloop, httptools, numpy"], Here);

    private static bool HasOnnx()
    {
        Directory.CreateDirectory(BenchmarkFolder.Modules);
        return Directory.Exists(Path.Combine(BenchmarkFolder.Modules, "node_modules", "onnxruntime-node"))
            || Succeeds("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", BenchmarkFolder.Modules, "onnxruntime-node@1"], BenchmarkFolder.Modules);
    }

    private static bool Succeeds(string program, string[] arguments, string folder)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.OutputDataReceived += static (_, _) => { };
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            return process.WaitForExit(TimeSpan.FromMinutes(3)) && process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
