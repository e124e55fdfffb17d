using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Mlp.Testing;

namespace Mlp.Server.Benchmarks;

/// <summary>1 GiB into the folder store, verified and durable, against copying and hashing the same file by the system's own tools.</summary>
internal sealed class UploadBenchmark(Table table)
{
    private const long Size = 1L << 30;
    private const int Rounds = 3;

    public async Task Run()
    {
        var folder = Directory.CreateTempSubdirectory("mlp-upload-");
        var ratios = new List<double>();
        var (source, copy) = (Path.Combine(folder.FullName, "source"), Path.Combine(folder.FullName, "copy"));
        for (var round = 0; round < Rounds; round++)
        {
            var digest = await Fill(source, round);
            var system = await Timed(() => CopyAndHash(source, copy));
            File.Delete(copy);
            await using var registry = await RegistryProcess.Start();
            var ours = await Timed(() => Upload(registry.Http, source, digest));
            ratios.Add(ours / system);
            table.Row("folder", "upload of 1 GiB", string.Create(CultureInfo.InvariantCulture, $"{Size / 1e6 / ours:N0} MB/s; dd and sha256sum {Size / 1e6 / system:N0} MB/s"));
            table.Row("folder", "memory of the server", $"{registry.PeakResidentBytes() / 1e6:N0} MB at most", "under 300 MB");
        }

        ratios.Sort();
        table.Row("folder", "upload against dd and sha256sum", string.Create(CultureInfo.InvariantCulture, $"{ratios[Rounds / 2]:N2} times their time"), "at most 1.00");
        folder.Delete(recursive: true);
    }

    private static async Task<Digest> Fill(string path, int seed)
    {
        var random = new Random(seed);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        await using var file = File.Create(path);
        for (var written = 0L; written < Size; written += buffer.Length)
        {
            random.NextBytes(buffer);
            hash.AppendData(buffer);
            await file.WriteAsync(buffer);
        }

        await Task.Run(() => file.Flush(flushToDisk: true));
        return Digest.FromHash(hash.GetHashAndReset());
    }

    private static async Task<double> Timed(Func<Task> act)
    {
        var watch = Stopwatch.StartNew();
        await act();
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task CopyAndHash(string source, string copy)
    {
        await Execute("dd", $"if={source}", $"of={copy}", "bs=1M", "conv=fsync");
        await Execute("sha256sum", copy);
    }

    private static async Task Execute(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        _ = await output;
        _ = process.ExitCode == 0 ? "" : throw new InvalidOperationException($"{program} failed: {await error}");
    }

    private static async Task Upload(HttpClient http, string source, Digest digest)
    {
        await using var file = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.Asynchronous | FileOptions.SequentialScan);
        using var content = new StreamContent(file, 1 << 20);
        using var answer = await http.PutAsync($"api/v1/blobs/{digest}", content);
        answer.EnsureSuccessStatusCode();
    }
}
