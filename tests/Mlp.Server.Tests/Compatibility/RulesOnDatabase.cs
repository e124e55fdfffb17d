using Mlp.Server.Database;
using Mlp.Server.Tests.Databases;

namespace Mlp.Server.Tests.Compatibility;

/// <summary>Tests of the registry's rules, each on an empty database.</summary>
public abstract class RulesOnDatabase(DatabaseUnderTest database) : IAsyncLifetime
{
    private protected Store Store { get; private set; } = null!;

    private protected RecordedRules Rules { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Store = await Store.Open(await database.Create(), TimeProvider.System, Ct.None);
        Rules = new(Store);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
