using Microsoft.Data.Sqlite;
using Mlp.Server.Database;
using Mlp.Server.Hosting;
using SQLitePCL;

namespace Mlp.Server.Tests.Databases;

/// <summary>A commit that SQLite cannot make, as on a full disk, costs the changes of that commit and nothing else.</summary>
public sealed class FailedCommitTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlp-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_is_asked_afterwards_is_answered_and_written()
    {
        await using var database = new SqliteDatabase(Path.Combine(_folder.FullName, "registry.db"));
        await using var store = await Store.Open(database, TimeProvider.System, TestContext.Current.CancellationToken);
        await store.Read(_ => Task.FromResult(0), TestContext.Current.CancellationToken);
        await RefuseCommitsOfTheIdleConnection(database);

        var failure = await Assert.ThrowsAsync<SqliteException>(() => Count(store));
        Assert.Equal(19, failure.SqliteErrorCode);
        Assert.Equal(0, await Counted(store));
        await Count(store);
        Assert.Equal(1, await Counted(store));
    }

    [Theory]
    [InlineData(28)]
    [InlineData(122)]
    public void A_full_disk_is_told_as_such(int error)
    {
        var refusal = Problems.Explain(new IOException("the disk is full", error));
        Assert.Equal(("MLP5003", 503), (refusal.Code.Code, refusal.Code.Status));
        Assert.NotNull(refusal.Remedy);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(13)]
    public void A_database_that_cannot_be_written_is_told_as_such(int error) =>
        Assert.Equal("MLP5003", Problems.Explain(new SqliteException("no", error)).Code.Code);

    // The hook makes SQLite roll back in the middle of COMMIT and answer with an error: what a full disk does there.
    private static async Task RefuseCommitsOfTheIdleConnection(SqliteDatabase database)
    {
        var connection = await database.Open(TestContext.Current.CancellationToken);
        raw.sqlite3_commit_hook(((SqliteConnection)connection).Handle, _ => 1, null);
        await database.Return(connection);
    }

    private static Task Count(Store store) =>
        store.Write("test", session => session.Execute("INSERT INTO event (id, time, actor, kind, subject, data) VALUES (1, 0, 'test', 'a.b', 'c', '{}')"), TestContext.Current.CancellationToken);

    private static Task<long> Counted(Store store) =>
        store.Read(session => session.First<long>("SELECT COUNT(*) FROM event"), TestContext.Current.CancellationToken);
}
