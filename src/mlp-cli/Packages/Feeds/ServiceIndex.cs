using System.Text.Json;
using Mlp.Wire;

namespace Mlp.Cli.Packages;

/// <summary>What a feed's index names that is needed here.</summary>
/// <param name="Publish">Takes packages.</param>
/// <param name="Packages">Gives packages by id and version; null where the feed has no such resource.</param>
internal sealed record ServiceIndex(Uri Publish, Uri? Packages)
{
    public const int LargestIndex = 4 << 20;

    public static ServiceIndex Read(Uri feed, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var version = document.RootElement.GetProperty("version").GetString() ?? "";
            if (!version.StartsWith("3.", StringComparison.Ordinal))
            {
                throw FeedErrors.NotAFeed(feed, $"its index has the version '{version}', expected 3.0.0");
            }

            var resources = document.RootElement.GetProperty("resources").EnumerateArray().ToList();
            var publish = Resource(feed, resources, "PackagePublish/2.") ?? throw FeedErrors.NotAFeed(feed, "its index names no PackagePublish: it takes no packages");
            return new(publish, Resource(feed, resources, "PackageBaseAddress/3."));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw FeedErrors.NotAFeed(feed, "what it answers is not the index of a NuGet v3 feed", e);
        }
    }

    /// <summary>Where the feed has this package.</summary>
    public static Uri Content(Uri packages, PackageIdentity package)
    {
#pragma warning disable CA1308 // The protocol wants lower case.
        var (id, version) = (package.Id.ToLowerInvariant(), package.Version.ToLowerInvariant());
#pragma warning restore CA1308
        return new(packages, $"{id}/{version}/{id}.{version}.nupkg");
    }

    // A slash at the end: what follows is below it, and some servers know the address only so.
    private static Uri? Resource(Uri feed, List<JsonElement> resources, string type)
    {
        var found = resources.FirstOrDefault(resource => resource.GetProperty("@type").GetString()?.StartsWith(type, StringComparison.Ordinal) == true);
        if (found.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var text = found.GetProperty("@id").GetString() ?? "";
        return Uri.TryCreate(feed, text.TrimEnd('/') + "/", out var address) && FeedAddress.MayCarry(feed, address)
            ? address
            : throw FeedErrors.NotAFeed(feed, $"its index leads to '{(address is null ? text : FeedAddress.Shown(address))}', which is no https address");
    }
}
