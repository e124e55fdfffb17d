using Mlp.Server.Database;

namespace Mlp.Server.Tests.Databases;

/// <summary>A kind of database that tests run on; each call makes an empty one.</summary>
public abstract class DatabaseUnderTest : IAsyncDisposable
{
    internal abstract Task<IDatabase> Create();

    public abstract ValueTask DisposeAsync();
}
