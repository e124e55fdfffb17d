using System.Data;
using System.Data.Common;
using Npgsql;

namespace Mlp.Server.Database;

/// <summary>A database on a PostgreSQL server, shared by any number of registries.</summary>
internal sealed class PostgresDatabase : IDatabase
{
    // The registry's writers take turns on this lock: order of ids is then order of commits, in every process.
    private const long WritersLock = 0x6d6c70;
    private readonly NpgsqlDataSource _source;

    public PostgresDatabase(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "mlp", MaxAutoPrepare = 200, AutoPrepareMinUsages = 2 };
        // Compiling a query to machine code takes longer than any of ours runs.
        builder.Options = $"{builder.Options} -c jit=off".Trim();
        Description = $"{Kind} {builder.Database}@{builder.Host}";
        _source = NpgsqlDataSource.Create(builder);
    }

    public string Kind => "postgresql";

    public string Description { get; }

    // "C": texts sort by their bytes, as in SQLite, whatever the server's locale.
    public string Translate(string definition) => definition
        .Replace("{id}", "BIGINT PRIMARY KEY", StringComparison.Ordinal)
        .Replace("{text}", "TEXT COLLATE \"C\"", StringComparison.Ordinal);

    public async Task<DbConnection> Open(Ct ct) => await _source.OpenConnectionAsync(ct);

    public ValueTask Return(DbConnection connection) => connection.DisposeAsync();

    public async Task<DbTransaction> BeginRead(DbConnection connection, Ct ct) =>
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);

    public async Task<DbTransaction> BeginWrite(DbConnection connection, Ct ct)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"SELECT pg_advisory_xact_lock({WritersLock})";
        await command.ExecuteNonQueryAsync(ct);
        return transaction;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
