using Mlp.Server.Database;

namespace Mlp.Server.Tests.Databases;

public sealed class SqliteUnderTest : DatabaseUnderTest
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlp-sqlite-");
    private int _count;

    internal override Task<IDatabase> Create() =>
        Task.FromResult<IDatabase>(new SqliteDatabase(Path.Combine(_folder.FullName, $"registry{Interlocked.Increment(ref _count)}.db")));

    public override ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
