namespace Mlp.Testing;

/// <summary>Copies of the examples that ship with the sources, which get the packages of this run.</summary>
public static class ExampleCopy
{
    /// <summary>A repository with one commit; answers its folder.</summary>
    public static string Make(string example, string folder, PackedLibraries packages)
    {
        Into(folder, example);
        PinToFeed(folder, packages);
        UseFeed(folder, packages);
        Sdk.Git(folder, "init", "--quiet", "--initial-branch", "main");
        Sdk.Git(folder, "add", "--all");
        Sdk.Git(folder, "commit", "--quiet", "--message", "The example");
        return folder;
    }

    /// <summary>Copies the files, outputs of builds aside.</summary>
    public static void Into(string folder, string example)
    {
        var from = Repository.PathOf("examples", example);
        var files = Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(from, file));
        foreach (var file in files.Where(file => !file.Split('/').Any(part => part is "bin" or "obj")))
        {
            var target = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(from, file), target, overwrite: true);
        }
    }

    /// <summary>Asks for the packages of this run where those of a release are asked for.</summary>
    public static void PinToFeed(string folder, PackedLibraries packages)
    {
        var versions = Path.Combine(folder, "Directory.Packages.props");
        File.WriteAllText(versions, File.ReadAllText(versions).Replace("Version=\"0.1.0\"", $"Version=\"{packages.Version}\"", StringComparison.Ordinal));
    }

    /// <summary>Makes restore find the packages of this run.</summary>
    public static void UseFeed(string folder, PackedLibraries packages) => File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="{packages.Cache}" /></config>
          <packageSources><clear /><add key="feed" value="{packages.Feed}" /></packageSources>
          <fallbackPackageFolders><clear /><add key="already-restored" value="{PackedLibraries.AlreadyRestored}" /></fallbackPackageFolders>
        </configuration>
        """);
}
