using System.Data.Common;

namespace Mlp.Server.Database;

/// <summary>One of the databases that can keep the record. Both run the same SQL.</summary>
internal interface IDatabase : IAsyncDisposable // SqliteDatabase, PostgresDatabase
{
    /// <summary>What it is.</summary>
    string Kind { get; }

    /// <summary>What it is and where, without secrets.</summary>
    string Description { get; }

    /// <summary>Replaces the few words in which the dialects of schema definitions differ.</summary>
    string Translate(string definition);

    Task<DbConnection> Open(Ct ct);

    /// <summary>Takes back a connection that is in no transaction.</summary>
    ValueTask Return(DbConnection connection);

    /// <summary>A transaction that sees one state of the record throughout.</summary>
    Task<DbTransaction> BeginRead(DbConnection connection, Ct ct);

    /// <summary>A transaction that is the only writing one, across all processes, from here to its end.</summary>
    Task<DbTransaction> BeginWrite(DbConnection connection, Ct ct);
}
