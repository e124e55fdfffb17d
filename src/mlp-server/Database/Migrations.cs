using System.Data.Common;
using System.Globalization;
using System.Reflection;

namespace Mlp.Server.Database;

/// <summary>The schema's history: embedded SQL files, applied in the order of their numbers, once each.</summary>
internal static class Migrations
{
    private const string Folder = "Mlp.Server.Database.Migrations.";

    public static async Task Apply(IDatabase database, TimeProvider clock, Ct ct)
    {
        // Every command in process opens the record, and most find it up to date: they do not wait for the writers' turn.
        if (await Applied(database, clock, ct) == All[^1].Version)
        {
            return;
        }

        var connection = await database.Open(ct);
        try
        {
            await using var transaction = await database.BeginWrite(connection, ct);
            var session = new Session(connection, transaction, clock.GetUtcNow());
            await session.Execute(database.Translate(
                "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY, name {text} NOT NULL, applied_at BIGINT NOT NULL)"));
            var current = await session.First<long?>("SELECT MAX(version) FROM schema_version") ?? 0;
            RefuseNewer(database, current);
            foreach (var migration in All.Where(m => m.Version > current))
            {
                await session.Execute(database.Translate(migration.Sql));
                await session.Execute("INSERT INTO schema_version (version, name, applied_at) VALUES (@Version, @Name, @Now)", new { migration.Version, migration.Name, session.Now });
            }

            await transaction.CommitAsync(ct);
        }
        finally
        {
            await database.Return(connection);
        }
    }

    // Null where no schema can be read; bringing it up to date says why, where it is not that there is none yet.
    private static async Task<long?> Applied(IDatabase database, TimeProvider clock, Ct ct)
    {
        var connection = await database.Open(ct);
        try
        {
            var transaction = await database.BeginRead(connection, ct);
            await using var end = new TransactionEnd(transaction);
            return await new Session(connection, transaction, clock.GetUtcNow()).First<long?>("SELECT MAX(version) FROM schema_version");
        }
        catch (DbException)
        {
            return null;
        }
        finally
        {
            await database.Return(connection);
        }
    }

    private static void RefuseNewer(IDatabase database, long current)
    {
        var known = All[^1].Version;
        if (current > known)
        {
            throw new StartupException(
                $"the database ({database.Description}) has schema {current}; this mlp knows schemas up to {known}",
                "use the version of mlp that upgraded the database, or a newer one");
        }
    }

    private static IReadOnlyList<Migration> All { get; } = ReadAll(typeof(Migrations).Assembly);

    private static List<Migration> ReadAll(Assembly assembly) =>
    [
        .. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => ReadOne(assembly, name)),
    ];

    private static Migration ReadOne(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var name = resource[Folder.Length..];
        return new(long.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }

    private sealed record Migration(long Version, string Name, string Sql);
}
