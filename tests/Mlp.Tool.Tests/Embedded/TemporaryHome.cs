using Mlp.Cli;

namespace Mlp.Tool.Tests.Embedded;

/// <summary>An <c>MLP_HOME</c> of a test's own, which does not exist yet.</summary>
internal sealed class TemporaryHome : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlp-");

    public string Path => this["home"];

    public string Database => this["home/registry.db"];

    public string this[string name] => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>As a command does with nothing configured.</summary>
    public Task<RegistryAccess> Open() => RegistryAccess.Open(registry: null, Environment(Path), Ct.None);

    /// <summary>Where nothing is configured but the home.</summary>
    public static EnvironmentSettings Environment(string home) => new()
    {
        Home = home,
        Client = new(name => name == "MLP_HOME" ? home : null, System.IO.Path.Combine(home, "user"), System.IO.Path.GetTempPath()),
    };

    /// <summary>Whether this process itself has the home's database open.</summary>
    public bool IsOpenHere() => new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Any(descriptor => Target(descriptor) == Database);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string? Target(FileSystemInfo descriptor)
    {
        try
        {
            return descriptor.LinkTarget;
        }
        catch (IOException)
        {
            return null; // It was closed meanwhile.
        }
    }
}
