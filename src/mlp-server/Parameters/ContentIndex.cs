using System.Text.Json;
using Mlp.Server.Database;
using Mlp.Server.Storage;
using Mlp.Wire;

namespace Mlp.Server.Parameters;

/// <summary>Which files uploaded parameters hold, and where: found once, before the first version names them.</summary>
internal sealed class ContentIndex(Store store, IBlobStore blobs)
{
    public async Task<Content> Of(Digest digest, Ct ct) =>
        await store.Read(session => Find(session, digest), ct) ?? await Inspect(digest, ct);

    public static Task Save(Session session, Content content) =>
        session.Execute(
            "INSERT INTO blob (digest, size, files) VALUES (@digest, @Size, @files) ON CONFLICT (digest) DO NOTHING",
            new { digest = content.Digest.Text, content.Size, files = JsonSerializer.Serialize(content.Files, WireJson.Options) });

    public static async Task<Content> Read(Session session, Name name, string version)
    {
        var mpv = await ParametersNames.FindVersion(session, name, version);
        var digest = await session.First<string>("SELECT digest FROM mpv WHERE id = @Id", new { mpv.Id });
        return (await Find(session, Digest.TryParse(digest)!))!;
    }

    private static async Task<Content?> Find(Session session, Digest digest)
    {
        var row = await session.First<ContentRow>("SELECT size, files FROM blob WHERE digest = @Text", new { digest.Text });
        return row is null ? null : new(digest, row.Size, JsonSerializer.Deserialize<IReadOnlyList<ArchivedFile>>(row.Files, WireJson.Options)!);
    }

    private async Task<Content> Inspect(Digest digest, Ct ct)
    {
        var size = await blobs.Length(digest, ct) ?? throw new Refusal(
            ErrorCode.ContentMissing, $"the content {digest} was not uploaded", digest.Text, "upload the archive first");
        await using var archive = new SeekableBlob(blobs, digest, size, ct);
        try
        {
            return new(digest, size, ParametersArchive.ReadIndex(archive));
        }
        catch (InvalidArchiveException e)
        {
            throw new Refusal(ErrorCode.InvalidArchive, e.Message, e.Entry ?? digest.Text, "make the archive with mlp, or with Mlp.Client");
        }
    }
}
