using System.Data;
using System.Data.Common;
using System.Text.Json;
using Dapper;
using Mlp.Server.Events;
using Mlp.Wire;

namespace Mlp.Server.Database;

/// <summary>What one operation does within its transaction.</summary>
internal sealed class Session(DbConnection connection, DbTransaction transaction, DateTimeOffset now)
{
    private long _lastId;
    private long _savedId;

    static Session() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>The time of the whole transaction, in Unix milliseconds.</summary>
    public long Now { get; } = now.ToUnixTimeMilliseconds();

    /// <summary>Who acts: goes into the audit log.</summary>
    public string Actor { get; set; } = "";

    /// <summary>How many statements have written so far.</summary>
    public int Writes { get; private set; }

    public async Task<IReadOnlyList<T>> Query<T>(string sql, object? args = null) =>
        (await connection.QueryAsync<T>(sql, args, transaction, commandType: CommandType.Text)).AsList();

    /// <summary>For long answers: each row is read as it comes, column by column, which costs half of finding out what the columns are.</summary>
    public async Task<IReadOnlyList<T>> Read<T>(string sql, object args, Func<DbDataReader, T> row)
    {
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(sql, args, transaction, commandType: CommandType.Text));
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public Task<T?> First<T>(string sql, object? args = null) =>
        connection.QueryFirstOrDefaultAsync<T>(sql, args, transaction, commandType: CommandType.Text);

    public Task<int> Execute(string sql, object? args = null)
    {
        Writes++;
        return connection.ExecuteAsync(sql, args, transaction, commandType: CommandType.Text);
    }

    /// <summary>Ids grow with every write, over all tables: their order is the order of what happened.</summary>
    public long NewId() => ++_lastId;

    /// <summary>So many ids in a row; answers the first.</summary>
    public long NewIds(int count) => (_lastId += count) - count + 1;

    public Task Audit(EventKind kind, string subject, object data) =>
        Execute(
            "INSERT INTO event (id, time, actor, kind, subject, data) VALUES (@Id, @Now, @Actor, @kind, @subject, @data)",
            new { Id = NewId(), Now, Actor, kind = kind.Text, subject, data = JsonSerializer.Serialize(data, WireJson.Options) });

    internal async Task LoadLastId() =>
        _lastId = _savedId = await First<long>("SELECT value FROM counter");

    internal async Task SaveLastId()
    {
        if (_lastId != _savedId)
        {
            await Execute("UPDATE counter SET value = @_lastId", new { _lastId });
        }
    }
}
