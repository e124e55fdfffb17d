using Mlp.Testing.Services;

namespace Mlp.Testing.Images;

/// <summary>The ASP.NET Core runtime that the tests run on, as a layer's tar.</summary>
internal static class DotnetRuntime
{
    /// <summary>A tar with the runtime in <c>/usr/share/dotnet</c> and a link to its program in <c>/usr/bin</c>.</summary>
    public static async Task<string> Tar(string work, Ct ct)
    {
        var version = Environment.Version.ToString();
        var installed = Installed();
        var staged = Path.Combine(work, "runtime");
        var target = Path.Combine(staged, "usr", "share", "dotnet");
        Copy(Path.Combine(installed, "host", "fxr", version), Path.Combine(target, "host", "fxr", version));
        foreach (var framework in (string[])["Microsoft.NETCore.App", "Microsoft.AspNetCore.App"])
        {
            Copy(Path.Combine(installed, "shared", framework, version), Path.Combine(target, "shared", framework, version));
        }

        File.Copy(Path.Combine(installed, "dotnet"), Path.Combine(target, "dotnet"));
        Directory.CreateDirectory(Path.Combine(staged, "usr", "bin"));
        File.CreateSymbolicLink(Path.Combine(staged, "usr", "bin", "dotnet"), "../share/dotnet/dotnet");
        var tar = Path.Combine(work, "runtime.tar");
        await Program.Run("/usr/bin/tar",
            ["--create", $"--file={tar}", $"--directory={staged}", "--sort=name",
                "--owner=0", "--group=0", "--numeric-owner", "--mode=u=rwX,go=rX", "--mtime=2000-01-01 00:00:00Z", "--format=gnu", "usr"], ct);
        return tar;
    }

    // shared/Microsoft.NETCore.App/<version>/System.Private.CoreLib.dll
    private static string Installed() => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
