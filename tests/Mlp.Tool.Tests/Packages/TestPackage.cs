using System.IO.Compression;
using System.Text;

namespace Mlp.Tool.Tests.Packages;

/// <summary>Small packages that NuGet restores.</summary>
internal static class TestPackage
{
    private static readonly DateTimeOffset Time = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static string Write(ScratchFolder folder, string id, string version, string content = "content", string? name = null)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, id + ".nuspec", Encoding.UTF8.GetBytes(
                $"""
                <?xml version="1.0" encoding="utf-8"?>
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
                  <metadata>
                    <id>{id}</id>
                    <version>{version}</version>
                    <authors>the tests</authors>
                    <description>A package of a test.</description>
                    <dependencies><group targetFramework="net10.0" /></dependencies>
                  </metadata>
                </package>
                """));
            Add(archive, "content.txt", Encoding.UTF8.GetBytes(content));
            Add(archive, $"lib/net10.0/{id}.dll", File.ReadAllBytes(typeof(Models.IModel).Assembly.Location));
        }

        return folder.Write(name ?? $"built/{id}.{version}.nupkg", bytes.ToArray());
    }

    /// <summary>The package as a feed gives it that signs what it is sent.</summary>
    public static byte[] Signed(byte[] package)
    {
        using var bytes = new MemoryStream();
        bytes.Write(package);
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Update, leaveOpen: true))
        {
            Add(archive, ".signature.p7s", [1, 2, 3]);
        }

        return bytes.ToArray();
    }

    private static void Add(ZipArchive archive, string name, byte[] content)
    {
        var entry = archive.CreateEntry(name);
        entry.LastWriteTime = Time;
        using var stream = entry.Open();
        stream.Write(content);
    }
}
