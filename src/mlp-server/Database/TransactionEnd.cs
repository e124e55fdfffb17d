using System.Data.Common;

namespace Mlp.Server.Database;

/// <summary>Rolls a transaction back unless it was committed, and lets the failure that led there be the one that is told.</summary>
internal readonly struct TransactionEnd(DbTransaction transaction) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        try
        {
            await transaction.DisposeAsync();
        }
        catch (DbException)
        {
            // The database ended it already, or cannot be reached: nothing of it stays. Its connection is not used again.
        }
    }
}
