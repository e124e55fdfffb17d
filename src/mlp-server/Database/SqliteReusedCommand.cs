using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Mlp.Server.Database;

/// <summary>Runs a statement that stays prepared when this is disposed.</summary>
internal sealed class SqliteReusedCommand(SqlitePreparedStatements statements, SqliteConnection connection) : DbCommand
{
    private SqliteCommand _command = new("", connection);

    [AllowNull]
    public override string CommandText
    {
        get => _command.CommandText;
        set => Become(statements.Take(value ?? "", connection));
    }

    public override int CommandTimeout
    {
        get => _command.CommandTimeout;
        set => _command.CommandTimeout = value;
    }

    public override CommandType CommandType
    {
        get => _command.CommandType;
        set => _command.CommandType = value;
    }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection
    {
        get => connection;
        set => throw new NotSupportedException("a prepared statement stays with its connection");
    }

    protected override DbParameterCollection DbParameterCollection => _command.Parameters;

    protected override DbTransaction? DbTransaction
    {
        get => _command.Transaction;
        set => _command.Transaction = (SqliteTransaction?)value;
    }

    public override void Cancel() => _command.Cancel();

    public override int ExecuteNonQuery() => _command.ExecuteNonQuery();

    public override object? ExecuteScalar() => _command.ExecuteScalar();

    public override void Prepare() => _command.Prepare();

    protected override DbParameter CreateDbParameter() => _command.CreateParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => _command.ExecuteReader(behavior);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            statements.Return(_command);
        }

        base.Dispose(disposing);
    }

    // The parameters may have been given before the text.
    private void Become(SqliteCommand other)
    {
        foreach (SqliteParameter parameter in _command.Parameters)
        {
            other.Parameters.Add(parameter);
        }

        other.Transaction = _command.Transaction;
        statements.Return(_command);
        _command = other;
    }
}
