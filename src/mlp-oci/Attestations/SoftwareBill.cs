using System.Globalization;
using System.Text.Json;

namespace Mlp.Oci;

/// <summary>What an image contains, as a CycloneDX 1.6 document: the packages and projects of the published closures.</summary>
public static class SoftwareBill
{
    /// <summary>The media type of the document, and the type of the artifact that holds it.</summary>
    public const string MediaType = "application/vnd.cyclonedx+json";

    private const string SpecVersion = "1.6";

    /// <summary>Makes the document. The same closures give the same bytes.</summary>
    /// <param name="name">What the document is about, such as the model type.</param>
    /// <param name="version">Its version.</param>
    /// <param name="created">The time of the commit.</param>
    /// <param name="dependencyFiles">The <c>.deps.json</c> files of the closures.</param>
    public static Artifact Make(string name, string version, DateTimeOffset created, IReadOnlyList<string> dependencyFiles)
    {
        var all = dependencyFiles.SelectMany(f => DependencyFile.Read(f).Dependencies).GroupBy(d => d.Reference, StringComparer.Ordinal)
            .Select(Merged).OrderBy(d => d.Reference, StringComparer.Ordinal).ToList();
        var content = ManifestWriter.Write(json => Write(json, name, version, created, all, serial: null));

        // A number of its own, as the format wants, and yet the same for the same content.
        var serial = new Guid(OciDigest.Of(content) is var digest ? Convert.FromHexString(digest.Hex)[..16] : []);
        return new(MediaType, Blob.Of(MediaType, ManifestWriter.Write(json => Write(json, name, version, created, all, serial))));
    }

    // The same package in several closures: one entry that needs what any of them says.
    private static Dependency Merged(IGrouping<string, Dependency> same) =>
        same.First() with { Sha512 = same.Select(d => d.Sha512).FirstOrDefault(h => h is not null), Needs = [.. same.SelectMany(d => d.Needs).Distinct(StringComparer.Ordinal)] };

    private static void Write(Utf8JsonWriter json, string name, string version, DateTimeOffset created, IReadOnlyList<Dependency> all, Guid? serial)
    {
        json.WriteString("bomFormat", "CycloneDX");
        json.WriteString("specVersion", SpecVersion);
        if (serial is { } number)
        {
            json.WriteString("serialNumber", $"urn:uuid:{AsVersion8(number):D}");
        }

        json.WriteNumber("version", 1);
        WriteMetadata(json, name, version, created);
        json.WriteStartArray("components");
        foreach (var dependency in all)
        {
            WriteComponent(json, dependency);
        }

        json.WriteEndArray();
        WriteDependencies(json, all);
    }

    private static void WriteMetadata(Utf8JsonWriter json, string name, string version, DateTimeOffset created)
    {
        json.WriteStartObject("metadata");
        json.WriteString("timestamp", created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteStartObject("component");
        json.WriteString("type", "machine-learning-model");
        json.WriteString("bom-ref", $"model:{name}@{version}");
        json.WriteString("name", name);
        json.WriteString("version", version);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteComponent(Utf8JsonWriter json, Dependency dependency)
    {
        json.WriteStartObject();
        json.WriteString("type", "library");
        json.WriteString("bom-ref", dependency.Reference);
        json.WriteString("name", dependency.Name);
        json.WriteString("version", dependency.Version);
        if (dependency.Sha512 is not null)
        {
            json.WriteStartArray("hashes");
            json.WriteStartObject();
            json.WriteString("alg", "SHA-512");
            json.WriteString("content", dependency.Sha512);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        if (dependency.IsPackage)
        {
            json.WriteString("purl", dependency.PackageUrl);
        }

        json.WriteEndObject();
    }

    private static void WriteDependencies(Utf8JsonWriter json, IReadOnlyList<Dependency> all)
    {
        // Of projects that reference packages conditionally the same key may be there twice; the first stands for both.
        var references = all.GroupBy(d => d.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Reference, StringComparer.Ordinal);
        json.WriteStartArray("dependencies");
        foreach (var dependency in all)
        {
            json.WriteStartObject();
            json.WriteString("ref", dependency.Reference);
            json.WriteStartArray("dependsOn");
            foreach (var needed in dependency.Needs.Select(n => references.GetValueOrDefault(n)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                json.WriteStringValue(needed);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static Guid AsVersion8(Guid number)
    {
        var bytes = number.ToByteArray(bigEndian: true);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new(bytes, bigEndian: true);
    }
}
