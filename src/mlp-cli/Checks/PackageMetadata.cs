using System.IO.Compression;
using System.Xml.Linq;
using Mlp.Cli.Building;

namespace Mlp.Cli.Checks;

/// <summary>What people who find a package want to read about it.</summary>
internal static class PackageMetadata
{
    private const string Unsaid = "Package Description";

    public static IEnumerable<Finding> Check(IReadOnlyList<BuiltPackage> packages)
    {
        foreach (var package in packages)
        {
            var metadata = Read(package.File);
            if (Value(metadata, "description") is null or "" or Unsaid)
            {
                yield return CheckFindings.NoDescription(package.Id);
            }

            if (Value(metadata, "license") is null or "")
            {
                yield return CheckFindings.NoLicense(package.Id);
            }
        }
    }

    private static string? Value(XElement metadata, string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim();

    private static XElement Read(string file)
    {
        using var archive = ZipFile.OpenRead(file);
        using var manifest = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase)).Open();
        return XDocument.Load(manifest).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }
}
