using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Mlp.Server.Database;

/// <summary>One file, shared by any number of processes: write-ahead log, every commit synced.</summary>
internal sealed class SqliteDatabase : IDatabase
{
    private const int BusyTimeoutMilliseconds = 30_000;
    private static readonly Lock LibraryChosen = new();
    private static bool _libraryIsChosen;

    private readonly ConcurrentBag<ReusableConnection> _idle = [];
    private readonly string _connectionString;

    public SqliteDatabase(string file)
    {
        UseTheSystemsLibrary();
        Description = $"{Kind} {file}";
        _connectionString = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 60 }.ToString();
    }

    public string Kind => "sqlite";

    public string Description { get; }

    public string Translate(string definition) => definition
        .Replace("{id}", "INTEGER PRIMARY KEY", StringComparison.Ordinal)
        .Replace("{text}", "TEXT", StringComparison.Ordinal);

    public async Task<DbConnection> Open(Ct ct)
    {
        if (_idle.TryTake(out var idle))
        {
            return idle;
        }

        var connection = new ReusableConnection(_connectionString);
        await connection.OpenAsync(ct);
        await Configure(connection, ct);
        return connection;
    }

    public ValueTask Return(DbConnection connection)
    {
        var returned = (ReusableConnection)connection;
        if (!returned.IsAbandonedInTransaction)
        {
            _idle.Add(returned);
            return ValueTask.CompletedTask;
        }

        returned.ForgetTransaction();
        return returned.DisposeAsync();
    }

#pragma warning disable CA1849 // SQLite works in this process: its asynchronous methods run synchronously, and cannot say "deferred".
    public Task<DbTransaction> BeginRead(DbConnection connection, Ct ct) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    public Task<DbTransaction> BeginWrite(DbConnection connection, Ct ct) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));
#pragma warning restore CA1849

    public async ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out var connection))
        {
            await connection.DisposeAsync();
        }
    }

    // synchronous=FULL: in the write-ahead log this is what makes every commit durable.
    private static async Task Configure(SqliteConnection connection, Ct ct)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            $"PRAGMA busy_timeout={BusyTimeoutMilliseconds}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000;";
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Knows whether it can serve again. A commit that fails, as on a full disk, has ended its transaction already; SqliteTransaction
    /// then fails to roll it back and holds on to the connection, which could never begin another one.
    /// </summary>
    private sealed class ReusableConnection(string connectionString) : SqliteConnection(connectionString)
    {
        private readonly SqlitePreparedStatements _statements = new();

        public bool IsAbandonedInTransaction => Transaction is not null;

        // Closing would try to roll back once more, and fail once more; SQLite rolls back by itself what is not committed.
        public void ForgetTransaction() => Transaction = null;

        protected override DbCommand CreateDbCommand() => new SqliteReusedCommand(_statements, this);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _statements.Dispose();
            }

            base.Dispose(disposing);
        }
    }

    // The system's SQLite gets the distribution's fixes; the bundled one is older and serves where there is none.
    private static void UseTheSystemsLibrary()
    {
        lock (LibraryChosen)
        {
            if (_libraryIsChosen)
            {
                return;
            }

            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, static (name, _, _) =>
                name == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out var handle) ? handle : IntPtr.Zero);
            Batteries_V2.Init();
            _libraryIsChosen = true;
        }
    }
}
