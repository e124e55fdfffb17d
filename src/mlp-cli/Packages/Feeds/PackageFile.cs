using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Mlp.Wire;

namespace Mlp.Cli.Packages;

/// <summary>A NuGet package as a file: what it says it is, and what its bytes are.</summary>
internal sealed partial record PackageFile(string Path, PackageIdentity Identity, Digest Digest, long Size)
{
    private const long LargestManifest = 1 << 20;

    /// <summary>The name of the file in a feed's folder.</summary>
    public string FileName => NameOf(Identity);

    public static string NameOf(PackageIdentity identity) => $"{identity.Id}.{identity.Version}.nupkg";

    public static async Task<PackageFile> Read(string path, Ct ct)
    {
        try
        {
            var identity = await ReadIdentity(path, ct);
            using var file = File.OpenHandle(path, options: FileOptions.Asynchronous | FileOptions.SequentialScan);
            return new(path, identity, await ContentHash.Of(file, ct), RandomAccess.GetLength(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or XmlException)
        {
            throw FeedErrors.NotAPackage(path, e.Message, e);
        }
    }

    private static async Task<PackageIdentity> ReadIdentity(string path, Ct ct)
    {
        await using var archive = await ZipFile.OpenReadAsync(path, ct);
        var manifests = archive.Entries.Where(entry => entry.FullName.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase) && !entry.FullName.Contains('/', StringComparison.Ordinal)).ToList();
        if (manifests is not [var manifest])
        {
            throw FeedErrors.NotAPackage(path, $"it has {manifests.Count} .nuspec files, expected one");
        }

        await using var content = await manifest.OpenAsync(ct);
        using var reader = XmlReader.Create(content, new XmlReaderSettings { Async = true, DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = LargestManifest });
        var metadata = (await XDocument.LoadAsync(reader, LoadOptions.None, ct)).Root?.Elements().FirstOrDefault(element => element.Name.LocalName == "metadata");
        var (id, version) = (Value(metadata, "id"), Value(metadata, "version"));
        return Id().IsMatch(id) && Normalised(version) is { } normalised
            ? new(id, normalised)
            : throw FeedErrors.NotAPackage(path, $"its id is '{id}' and its version '{version}'");
    }

    private static string Value(XElement? metadata, string name) =>
        metadata?.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim() ?? "";

    // As NuGet writes versions: three numbers, a fourth where it is not 0, no zeros before them, no build metadata.
    private static string? Normalised(string version)
    {
        if (!Version().IsMatch(version))
        {
            return null;
        }

        var release = version.Split('+')[0].Split('-', 2);
        var numbers = release[0].Split('.').Select(number => number.TrimStart('0') is { Length: > 0 } digits ? digits : "0").ToList();
        numbers.AddRange(Enumerable.Repeat("0", Math.Max(0, 3 - numbers.Count)));
        var kept = numbers is [.., "0"] && numbers.Count == 4 ? numbers.Take(3) : numbers;
        return string.Join('.', kept) + (release.Length == 2 ? "-" + release[1] : "");
    }

    [GeneratedRegex(@"^(?=.{1,100}$)[A-Za-z0-9_]+([_.-][A-Za-z0-9_]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    [GeneratedRegex(@"^(?=.{1,128}$)[0-9]{1,10}(\.[0-9]{1,10}){0,3}(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z.-]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
