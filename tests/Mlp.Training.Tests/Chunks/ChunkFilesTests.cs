using System.Diagnostics;

namespace Mlp.Training.Tests.Chunks;

public sealed class ChunkFilesTests : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task NumPy_loads_what_was_written()
    {
        if (!HasNumPy())
        {
            Assert.Skip($"{Python} has no numpy; the set-up of the tests installs python3-numpy on Debian");
        }

        var data = await EventData.OpenAsync(TrainingFiles.From(_scratch.WriteRoot("a.root", 7), "1"), new() { ChunkSize = 4 });
        await foreach (var chunk in data.ReadChunksAsync((await data.ReadSpecsAsync()).All))
        {
            ChunkFiles.Write(_scratch["out"], chunk);
        }

        const string Script =
            "import numpy, sys; f, m, l = [numpy.load(sys.argv[1] + '/chunk-00001-' + n + '.npy') for n in ('features', 'mask', 'labels')]; print(f.dtype, f.shape, m.dtype, m.shape, l.dtype, l.shape, l.tolist(), f[:, 1].tolist(), m[:, 3:].tolist())";
        Assert.Equal(
            "float32 (3, 6) uint8 (3, 6) float32 (3,) [1.0, 1.0, 1.0] [0.6666666865348816, 0.8333333134651184, 1.0] [[1, 1, 1], [0, 1, 1], [0, 0, 1]]", Run(Script, _scratch["out"]));
    }

    private static bool HasNumPy() => File.Exists(Python) && Run("import numpy; print('yes')") == "yes";

    private static string Run(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, ["-c", script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? text : errors.GetAwaiter().GetResult();
    }
}
