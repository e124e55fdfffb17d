using Mlp.Cli.Packages;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Packages;

/// <summary>Closures larger than what packing may hold.</summary>
[Collection(Alone.Name)]
public sealed class BundleMemoryTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LongFact]
    public async Task A_closure_of_gigabytes_is_packed_and_unpacked_with_little_memory()
    {
        const long Size = 3L << 30;
        var closure = Closure.Write(_folder, "published");
        await using (var sparse = File.Create(Path.Combine(closure.Folder, "data.bin")))
        {
            sparse.SetLength(Size);
        }

        var before = GC.GetTotalAllocatedBytes(precise: true);
        var bundle = await BundlePacking.Pack([closure], _folder["packed"], default);
        await ModelBundle.UnpackAsync(bundle.Manifest, bundle.LayerFile, _folder["unpacked"], default);

        Assert.Equal(Size, new FileInfo(_folder["unpacked/data.bin"]).Length);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, Size / 8);
    }
}
