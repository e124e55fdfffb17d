using Microsoft.Data.Sqlite;

namespace Mlp.Server.Database;

/// <summary>The statements of one connection that were prepared before. Parsing and planning cost more than most of ours run.</summary>
internal sealed class SqlitePreparedStatements : IDisposable
{
    // Filters make a few texts each; what comes beyond is prepared as it is needed.
    private const int Most = 200;
    private readonly Dictionary<string, SqliteCommand> _idle = new(StringComparer.Ordinal);

    /// <summary>The command of this text; nobody else has it until it is given back.</summary>
    public SqliteCommand Take(string text, SqliteConnection connection) =>
        _idle.Remove(text, out var known) ? known : new SqliteCommand(text, connection);

    public void Return(SqliteCommand command)
    {
        command.Parameters.Clear();
        command.Transaction = null;
        if (_idle.Count == Most || !_idle.TryAdd(command.CommandText, command))
        {
            command.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var command in _idle.Values)
        {
            command.Dispose();
        }

        _idle.Clear();
    }
}
