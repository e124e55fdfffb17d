namespace Mlp.Testing;

/// <summary>The tool as a user has it: packed, and installed from the package.</summary>
public sealed class InstalledTool : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<string> _program;

    public InstalledTool() => _program = new(Install);

    /// <summary>The program <c>mlp</c>, installed when the first test asks for it.</summary>
    public string Program => _program.Value;

    /// <summary>The folder with its package, as a feed has it.</summary>
    public string Feed => Path.GetDirectoryName(Path.GetDirectoryName(Program)) is { } folder ? Path.Combine(folder, "packages") : throw new InvalidOperationException(Program);

    public void Dispose() => _folder.Dispose();

    private string Install()
    {
        var (packages, tools) = (_folder.PathOf("packages"), _folder.PathOf("tools"));
        Sdk.Dotnet(Repository.Root, "pack", Repository.PathOf("src", "mlp-cli"), "--configuration", "Release", "--no-build", "--output", packages, $"-p:PublishDir={_folder.PathOf("publish")}/");
        Sdk.Dotnet(_folder.PathOf(""), "tool", "install", "mlp-cli", "--tool-path", tools, "--source", packages);
        return Path.Combine(tools, "mlp");
    }
}
