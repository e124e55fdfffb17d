using Mlp.Server.Database;
using Mlp.Server.Hosting;

namespace Mlp.Server.Access;

/// <summary>
/// The token that the registry makes for its own operator, in a file that only the owner reads. Where the file is gone,
/// others can read it, or the record does not know it, a new one replaces it and what it held before is revoked.
/// </summary>
internal static class AdminToken
{
    public const string FileName = "admin.token";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static async Task Ensure(ServerSettings settings, Store store, TimeProvider clock, Ct ct)
    {
        var path = settings.FileInHome(FileName);
        if (!await IsGood(path, store, clock, ct))
        {
            await Replace(path, store, ct);
        }
    }

    private static async Task<bool> IsGood(string path, Store store, TimeProvider clock, Ct ct)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.LinkTarget is not null || (file.UnixFileMode & ~OwnerOnly) != 0)
        {
            return false;
        }

        var secret = (await File.ReadAllTextAsync(path, ct)).Trim();
        try
        {
            return Secret.LooksRight(secret) && (await new Tokens(store, clock).Find(Secret.HashOf(secret), ct)).Role == RoleText.Of(Role.Admin);
        }
        catch (Refusal)
        {
            return false;
        }
    }

    private static async Task Replace(string path, Store store, Ct ct)
    {
        var keptIn = $"{Environment.MachineName}:{path}";
        var secret = await store.Write(
            "registry",
            async session =>
            {
                foreach (var old in await session.Query<long>("SELECT id FROM token WHERE kept_in = @keptIn AND revoked_at IS NULL", new { keptIn }))
                {
                    await Tokens.Revoke(session, old);
                }

                return (await Tokens.Create(session, new($"admin@{Environment.MachineName}", Role.Admin, null, null, keptIn))).Secret;
            },
            ct);
        await OwnerFile.Write(path, secret + "\n", ct);
    }
}
