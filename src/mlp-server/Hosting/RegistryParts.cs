using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Mlp.Server.Database;
using Mlp.Server.Storage;

namespace Mlp.Server.Hosting;

/// <summary>What a registry keeps: the record, and the blobs. Any number of processes may have the same ones open.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "What is opened belongs to the parts, and is ended where opening fails half-way.")]
internal sealed record RegistryParts(Store Store, IBlobStore Blobs) : IAsyncDisposable
{
    // What SQLite says of a file that is damaged, and of one that never was a database.
    private static readonly int[] Damaged = [11, 26];

    public static async Task<RegistryParts> Open(ServerSettings settings, TimeProvider clock, Ct ct)
    {
        var store = await OpenStore(settings, clock, ct);
        try
        {
            return new(store, BlobAddress.Open(settings));
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts something on a home, which it makes; what the home's owner can mend is told in those words.</summary>
    public static async Task<T> Start<T>(ServerSettings settings, Func<Task<T>> start)
    {
        try
        {
            PrivateFolder.Create(settings.Home.FullName);
            return await start();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"the registry's files cannot be used: {e.Message}",
                "make them writable, or choose others with MLP_HOME, MLP_DATABASE and MLP_BLOBS (or --data, --database and --blobs of 'mlp server')");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        (Blobs as IDisposable)?.Dispose();
    }

    private static async Task<Store> OpenStore(ServerSettings settings, TimeProvider clock, Ct ct)
    {
        var database = DatabaseAddress.Open(settings);
        try
        {
            return await Store.Open(database, clock, ct);
        }
        catch (DbException e)
        {
            await database.DisposeAsync();
            throw new StartupException($"the database ({database.Description}) cannot be opened: {e.Message}", Remedy(e));
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    private static string Remedy(DbException failure) => failure is SqliteException sqlite && Damaged.Contains(sqlite.SqliteErrorCode)
        ? "put a copy of the file back, or move it and the files beside it away to begin a new record"
        : "check that the database can be reached and written to, and its address (MLP_DATABASE, or --database of 'mlp server')";
}
