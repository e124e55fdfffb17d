using System.Data.Common;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace Mlp.Server.Database;

/// <summary>
/// The record. Reads see one state each. Writes are queued and committed in groups: those that arrive while one group
/// is being synced form the next, so that many durable writes cost one sync; each stands or falls by itself.
/// </summary>
internal sealed class Store : IAsyncDisposable
{
    private const int LargestGroup = 256;
    private readonly IDatabase _database;
    private readonly TimeProvider _clock;
    private readonly Channel<PendingWrite> _queue = Channel.CreateBounded<PendingWrite>(new BoundedChannelOptions(10_000) { SingleReader = true });
    private readonly Task _writer;

    private Store(IDatabase database, TimeProvider clock)
    {
        (_database, _clock) = (database, clock);
        _writer = Task.Run(CommitGroups);
    }

    public CommitStatistics Commits { get; } = new();

    public int WritesWaiting => _queue.Reader.Count;

    public string Kind => _database.Kind;

    public string Description => _database.Description;

    /// <summary>Opens the record, and brings its schema up to date.</summary>
    public static async Task<Store> Open(IDatabase database, TimeProvider clock, Ct ct)
    {
        await Migrations.Apply(database, clock, ct);
        return new(database, clock);
    }

    public async Task<T> Read<T>(Func<Session, Task<T>> query, Ct ct)
    {
        var connection = await _database.Open(ct);
        try
        {
            var transaction = await _database.BeginRead(connection, ct);
            await using var end = new TransactionEnd(transaction);
            var result = await query(new Session(connection, transaction, _clock.GetUtcNow()));
            await transaction.CommitAsync(Ct.None);
            return result;
        }
        finally
        {
            await _database.Return(connection);
        }
    }

    /// <summary>What the change would answer: it is carried out and rolled back.</summary>
    public async Task<T> Try<T>(string actor, Func<Session, Task<T>> change, Ct ct)
    {
        var connection = await _database.Open(ct);
        try
        {
            var transaction = await _database.BeginWrite(connection, ct);
            await using var end = new TransactionEnd(transaction);
            var session = new Session(connection, transaction, _clock.GetUtcNow()) { Actor = actor };
            await session.LoadLastId();
            return await change(session);
        }
        finally
        {
            await _database.Return(connection);
        }
    }

    /// <summary>Runs the change in a transaction; it is durable when this returns.</summary>
    public async Task<T> Write<T>(string actor, Func<Session, Task<T>> change, Ct ct)
    {
        var pending = new PendingWrite<T>(change, actor, ct);
        await _queue.Writer.WriteAsync(pending, ct);
        return await pending.Task;
    }

    public Task Write(string actor, Func<Session, Task> change, Ct ct) =>
        Write(actor, async session => { await change(session); return 0; }, ct);

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writer;
        await _database.DisposeAsync();
    }

    private async Task CommitGroups()
    {
        var group = new List<PendingWrite>(LargestGroup);
        while (await _queue.Reader.WaitToReadAsync())
        {
            try
            {
                var began = _clock.GetTimestamp();
                await CommitOneGroup(group);
                Commits.Record(group.Count, _clock.GetElapsedTime(began));
                group.ForEach(write => write.Committed());
            }
#pragma warning disable CA1031 // Whatever went wrong belongs to those who wait for this group; the next one starts afresh.
            catch (Exception e)
#pragma warning restore CA1031
            {
                TakeWhatWaits(group);
                group.ForEach(write => write.Lost(e));
            }

            group.Clear();
        }
    }

    // Savepoints cost pages and time, and hardly a change fails once it has begun to write. So a group runs without them
    // first; where one fails half-way, all of it is rolled back and runs again, each change guarded.
    private async Task CommitOneGroup(List<PendingWrite> group)
    {
        if (!await TryCommit(group, RunWhatWaits))
        {
            await TryCommit(group, RunGuarded);
        }
    }

    private async Task<bool> TryCommit(List<PendingWrite> group, Func<List<PendingWrite>, Session, Task<bool>> run)
    {
        var connection = await _database.Open(Ct.None);
        try
        {
            var transaction = await _database.BeginWrite(connection, Ct.None);
            await using var end = new TransactionEnd(transaction);
            var session = new Session(connection, transaction, _clock.GetUtcNow());
            await session.LoadLastId();
            if (!await run(group, session))
            {
                return false;
            }

            await session.SaveLastId();
            await transaction.CommitAsync(Ct.None);
            return true;
        }
        finally
        {
            await _database.Return(connection);
        }
    }

    private async Task<bool> RunWhatWaits(List<PendingWrite> group, Session session)
    {
        while (group.Count < LargestGroup && _queue.Reader.TryRead(out var write))
        {
            if (write.IsWanted)
            {
                group.Add(write);
                if (!await RunOrRefuse(write, session))
                {
                    return false;
                }
            }
        }

        return true;
    }

    // A refusal before anything was written leaves nothing to roll back.
    private static async Task<bool> RunOrRefuse(PendingWrite write, Session session)
    {
        var before = session.Writes;
        try
        {
            await write.Run(session);
            return true;
        }
        catch (Refusal refusal) when (session.Writes == before)
        {
            write.Failed(refusal);
            return true;
        }
        catch (Exception e) when (e is not DbException { IsTransient: true })
        {
            return false;
        }
    }

    private static async Task<bool> RunGuarded(List<PendingWrite> group, Session session)
    {
        foreach (var write in group)
        {
            await session.Execute("SAVEPOINT one");
            try
            {
                await write.Run(session);
            }
            catch (Exception e) when (e is not DbException { IsTransient: true })
            {
                await BackToSavepoint(session, e);
                write.Failed(e);
            }

            await session.Execute("RELEASE SAVEPOINT one");
        }

        return true;
    }

    // A full disk ends the whole transaction, savepoints included: then the cause is what counts.
    private static async Task BackToSavepoint(Session session, Exception cause)
    {
        try
        {
            await session.Execute("ROLLBACK TO SAVEPOINT one");
        }
        catch (DbException)
        {
            ExceptionDispatchInfo.Throw(cause);
        }
    }

    // Where not even a transaction could be begun, those who wait are told, rather than kept waiting.
    private void TakeWhatWaits(List<PendingWrite> group)
    {
        if (group.Count > 0)
        {
            return;
        }

        while (group.Count < LargestGroup && _queue.Reader.TryRead(out var write))
        {
            group.Add(write);
        }
    }
}
