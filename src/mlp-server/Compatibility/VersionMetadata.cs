using Mlp.Server.Database;

namespace Mlp.Server.Compatibility;

/// <summary>Keys and values of versions, kept so that they can be searched.</summary>
internal static class VersionMetadata
{
    public static async Task Save(Session session, long ownerId, string kind, IReadOnlyDictionary<string, string> metadata)
    {
        foreach (var (key, value) in metadata)
        {
            await session.Execute("INSERT INTO metadata (owner_id, kind, key, value) VALUES (@ownerId, @kind, @key, @value)", new { ownerId, kind, key, value });
        }
    }
}
