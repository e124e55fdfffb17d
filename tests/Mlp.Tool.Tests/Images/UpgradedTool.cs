using System.Text.Json;
using Mlp.Testing;
using Mlp.Tool.Tests.Releases;

namespace Mlp.Tool.Tests.Images;

/// <summary>The tool in a later version, as far as images can tell: its serving program has a file more.</summary>
internal sealed class UpgradedTool : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public UpgradedTool()
    {
        var built = Path.GetDirectoryName(RegistryProcess.Program)!;
        foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
        {
            var copy = _folder.PathOf(Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.WriteAllText(_folder.PathOf("serving", "news.txt"), "what is new");
    }

    public async Task<IReadOnlyList<JsonElement>> Images(Author author, params string[] arguments)
    {
        var (exit, output, errors) = await Tool.RunProgram(
            "dotnet", [_folder.PathOf(Path.GetFileName(RegistryProcess.Program)), "images", .. arguments, "--output", "json"], author.Environment, folder: author.Code.Root);
        Assert.True(exit == 0, errors);
        return [.. JsonElement.Parse(output).EnumerateArray()];
    }

    public void Dispose() => _folder.Dispose();
}
