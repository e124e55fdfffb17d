using Mlp.Cli;
using Mlp.Cli.Packages;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Packages;

public sealed class BundlePackingTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_same_files_give_the_same_bytes_whatever_their_folder_order_times_and_modes()
    {
        var one = Closure.Write(_folder, "one");
        foreach (var file in Closure.Files(one.Folder).Reverse())
        {
            var copy = _folder.Write("another place/" + file, await File.ReadAllBytesAsync(Path.Combine(one.Folder, file)));
            File.SetLastWriteTimeUtc(copy, new DateTime(2011, 11, 11, 0, 0, 0, DateTimeKind.Utc));
            File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        File.SetUnixFileMode(_folder["another place/de"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var first = await BundlePacking.Pack([one], _folder["packed one"], default);
        var second = await BundlePacking.Pack([Closure.Of(_folder, "another place")], _folder["packed two"], default);

        Assert.Equal(await File.ReadAllBytesAsync(first.LayerFile), await File.ReadAllBytesAsync(second.LayerFile));
        Assert.Equal(await File.ReadAllBytesAsync(first.ManifestFile), await File.ReadAllBytesAsync(second.ManifestFile));
        Assert.Equal((first.Digest, first.DiffId), (second.Digest, second.DiffId));
        Assert.Equal(["/Beams"], first.LeftOut.Select(file => file.Path[one.Folder.Length..]));
    }

    [Fact]
    public async Task Gnu_tar_and_gzip_read_it_and_find_nothing_of_the_machine()
    {
        var bundle = await BundlePacking.Pack([Closure.Write(_folder, "published")], _folder["packed"], default);
        var size = Closure.ModelAssembly.Length;

        var listed = await ProgramRun.Output(_folder.Path, new Dictionary<string, string> { ["LC_ALL"] = "C", ["TZ"] = "UTC" }, "tar", "tvzf", bundle.LayerFile);
        var header = (await File.ReadAllBytesAsync(bundle.LayerFile))[..10];

        Assert.Equal(
            $"""
            drwxr-xr-x 0/0 0 2000-01-01 00:00 mlp/
            drwxr-xr-x 0/0 0 2000-01-01 00:00 mlp/model/
            -rw-r--r-- 0/0 54 2000-01-01 00:00 mlp/model/Beams.deps.json
            -rw-r--r-- 0/0 {size} 2000-01-01 00:00 mlp/model/Beams.dll
            drwxr-xr-x 0/0 0 2000-01-01 00:00 mlp/model/de/
            -rw-r--r-- 0/0 8 2000-01-01 00:00 mlp/model/de/Beams.resources.dll
            -rw-r--r-- 0/0 {BundleFormat.Write(bundle.Manifest.Bundle).Length} 2000-01-01 00:00 mlp/model/mlp-bundle.json
            drwxr-xr-x 0/0 0 2000-01-01 00:00 mlp/model/runtimes/
            drwxr-xr-x 0/0 0 2000-01-01 00:00 mlp/model/runtimes/linux-x64/
            drwxr-xr-x 0/0 0 2000-01-01 00:00 mlp/model/runtimes/linux-x64/native/
            -rw-r--r-- 0/0 6 2000-01-01 00:00 mlp/model/runtimes/linux-x64/native/libbeams.so

            """,
            System.Text.RegularExpressions.Regex.Replace(listed, " +", " "));
        Assert.Equal([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff], header);
        Assert.Equal(Digest.Of(await File.ReadAllBytesAsync(bundle.ManifestFile)), bundle.Digest);
        Assert.DoesNotContain(_folder.Path, await File.ReadAllTextAsync(bundle.ManifestFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_manifest_says_what_serving_needs()
    {
        var bundle = await BundlePacking.Pack([Closure.Write(_folder, "published")], _folder["packed"], default);
        var layer = await File.ReadAllBytesAsync(bundle.LayerFile);

        Assert.Equal(
            $$"""
            {
              "mediaType": "application/vnd.mlp.bundle.manifest.v1+json",
              "layer": {
                "mediaType": "application/vnd.oci.image.layer.v1.tar+gzip",
                "digest": "{{Digest.Of(layer)}}",
                "size": {{layer.Length}},
                "diffId": "{{bundle.DiffId}}",
                "diffSize": {{bundle.Manifest.Layer.DiffSize}}
              },
              "bundle": {
                "formatVersion": 1,
                "runtime": "dotnet",
                "contract": {
                  "assembly": "Mlp.Models",
                  "version": "{{typeof(Models.IModel).Assembly.GetName().Version}}"
                },
                "models": [
                  {
                    "name": "beam_line",
                    "class": "Beams.BeamLine+Model",
                    "assembly": "Beams.dll",
                    "entry": "Beams.dll"
                  }
                ]
              }
            }

            """,
            await File.ReadAllTextAsync(bundle.ManifestFile));
    }

    [Fact]
    public async Task Several_projects_lie_beside_each_other()
    {
        var bundle = await BundlePacking.Pack([Closure.Write(_folder, "linac", "Linac", "linac_line"), Closure.Write(_folder, "awake", "Awake", "awake_line")], _folder["packed"], default);
        await ModelBundle.UnpackAsync(bundle.Manifest, bundle.LayerFile, _folder["unpacked"], default);

        Assert.Equal(["Awake/Awake.dll", "Linac/Linac.dll"], bundle.Manifest.Bundle.Models.Select(model => model.Assembly));
        Assert.Equal(Closure.ModelAssembly, await File.ReadAllBytesAsync(_folder["unpacked/Linac/Linac.dll"]));
        Assert.Equal(["Awake", "Linac"], Directory.GetDirectories(_folder["unpacked"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_project_without_models_changes_nothing()
    {
        var (one, none) = (Closure.Write(_folder, "one"), Closure.Write(_folder, "none", "None") with { Models = [] });

        var with = await BundlePacking.Pack([one, none], _folder["packed with"], default);
        var without = await BundlePacking.Pack([one], _folder["packed without"], default);

        Assert.Equal(without.Digest, with.Digest);
    }

    [Fact]
    public async Task The_published_tool_bundles_and_comes_back_without_its_host()
    {
        var published = Path.GetDirectoryName(RegistryProcess.Program)!;
        var bundle = await BundlePacking.Pack([new("mlp", published, [new("tool", "Program", "mlp")])], _folder["packed"], default);
        await ModelBundle.UnpackAsync(bundle.Manifest, bundle.LayerFile, _folder["unpacked"], default);

        Assert.Contains("a host executable for one platform", bundle.LeftOut.Select(file => file.Reason));
        var leftOut = bundle.LeftOut.Select(left => Path.GetRelativePath(published, left.Path)).ToList();
        Assert.Equal(Closure.Files(published).Where(file => !leftOut.Exists(left => file == left || file.StartsWith(left + "/", StringComparison.Ordinal))).Append("mlp-bundle.json").Order(StringComparer.Ordinal), Closure.Files(_folder["unpacked"]));
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(published, "mlp.dll")), await File.ReadAllBytesAsync(_folder["unpacked/mlp.dll"]));
    }

    [Fact]
    public async Task Leftovers_stay_out_and_things_that_look_like_them_stay_in()
    {
        var closure = Closure.Write(_folder, "published");
        foreach (var name in new[] { "Beams.exe", "web.config", "Beams.runtimeconfig.dev.json", "publish/Beams.dll" })
        {
            _folder.Write("published/" + name, "MZ");
        }

        _folder.Write("published/data/web.config", "kept");
        _folder.Write("published/Beams.pdb", "kept");
        _folder.Write("published/Other.exe", "MZ kept: nothing says that it is a host");
        var bundle = await BundlePacking.Pack([closure], _folder["packed"], default);
        await ModelBundle.UnpackAsync(bundle.Manifest, bundle.LayerFile, _folder["unpacked"], default);

        Assert.Equal(["Beams", "Beams.exe", "Beams.runtimeconfig.dev.json", "publish", "web.config"], bundle.LeftOut.Select(file => Path.GetFileName(file.Path)).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["Beams.deps.json", "Beams.dll", "Beams.pdb", "Other.exe", "data/web.config", "de/Beams.resources.dll", "mlp-bundle.json", "runtimes/linux-x64/native/libbeams.so"],
            Closure.Files(_folder["unpacked"]));
    }

    [Fact]
    public async Task What_may_not_go_into_a_bundle_is_refused()
    {
        await Refuses("MLP7401", "link", folder => File.CreateSymbolicLink(Path.Combine(folder, "passwords"), "/etc/passwd"));
        await Refuses("MLP7401", "link to a folder", folder => Directory.CreateSymbolicLink(Path.Combine(folder, "etc"), "/etc"));
        await Refuses("MLP7401", "name", folder => File.WriteAllText(Path.Combine(folder, "a:b"), ""));
        await Refuses("MLP7401", "its own", folder => File.WriteAllText(Path.Combine(folder, "mlp-bundle.json"), ""));
        await Refuses("MLP7401", "broken", folder => File.WriteAllText(Path.Combine(folder, "Beams.deps.json"), "{"));
        await Refuses("MLP7402", "assembly", folder => File.Delete(Path.Combine(folder, "Beams.dll")));
        await Refuses("MLP7403", "contract", folder => File.WriteAllText(Path.Combine(folder, "Beams.dll"), "no image"));
        await Refuses("MLP7404", "platform", folder => File.WriteAllText(Path.Combine(folder, "Beams.deps.json"), """{"runtimeTarget":{"name":".NETCoreApp,Version=v10.0/linux-x64"}}"""));
        await Refuses("MLP7401", "missing", folder => Directory.Delete(folder, recursive: true));
    }

    [Fact]
    public async Task Projects_and_models_that_do_not_fit_together_are_refused()
    {
        var (one, two) = (Closure.Write(_folder, "one"), Closure.Write(_folder, "two", "BEAMS"));

        Assert.Equal("MLP7405", (await Refused([one, two])).Code);
        Assert.Equal("MLP7405", (await Refused([one with { Assembly = "../Beams" }])).Code);
        Assert.Equal("MLP7406", (await Refused([one with { Models = [] }])).Code);
        Assert.Equal("MLP7402", (await Refused([one with { Models = [new("beam_line", "Beams.Model", "Missing")] }])).Code);
    }

    private async Task Refuses(string code, string what, Action<string> spoil)
    {
        var closure = Closure.Write(_folder, what);
        spoil(closure.Folder);
        Assert.Equal((what, code), (what, (await Refused([closure])).Code));
    }

    private Task<CommandFailedException> Refused(IReadOnlyList<ModelClosure> closures) =>
        Assert.ThrowsAsync<CommandFailedException>(() => BundlePacking.Pack(closures, _folder["packed"], default));
}
