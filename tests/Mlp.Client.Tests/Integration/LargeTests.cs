using System.Globalization;
using Mlp.Testing;

namespace Mlp.ClientTests.Integration;

[Collection(RegistryCollection.Name)]
public sealed class LargeTests(Registry registry) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LongFact]
    public async Task Four_gibibytes_go_up_and_come_down_in_little_memory()
    {
        const long Size = 4L << 30;
        using var client = registry.Client(_folder);
        await Registry.Register(client, "large_type", "1.0.0");
        await using (var file = File.Create(_folder["weights.bin"]))
        {
            file.SetLength(Size);
        }

        var environment = new Dictionary<string, string> { ["MLP_REGISTRY"] = registry.Url, ["MLP_TOKEN"] = registry.Process.AdminToken, ["TMPDIR"] = _folder.Path };
        var peak = await OtherProcess.Run(environment, OtherProcess.SendsAndPulls, _folder["weights.bin"], "large_type", "large_weights", _folder["out"]);

        Assert.Equal(Size, new FileInfo(_folder["out/weights.bin"]).Length);
        Assert.InRange(int.Parse(peak, CultureInfo.InvariantCulture), 10, 200);
    }
}
