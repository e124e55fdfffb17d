using Mlp.Wire;

namespace Mlp.Server.Tests.Hosting;

public sealed class InfoTests
{
    [Fact]
    public async Task Where_the_registry_keeps_things_is_told_to_administrators_alone()
    {
        await using var registry = await TestRegistry.Start();
        var toReader = await (await (await registry.As("publisher")).GetAsync("/api/v1")).Read<ServerInfo>();
        Assert.Equal(("mlp", "sqlite", "folder"), (toReader.Product, toReader.Database, toReader.Blobs));
        var toAdmin = await (await (await registry.As("admin")).GetAsync("/api/v1")).Read<ServerInfo>();
        Assert.Equal(($"sqlite {Home("registry.db")}", $"folder {Home("blobs")}"), (toAdmin.Database, toAdmin.Blobs));
        string Home(string name) => Path.Combine(registry.Home.FullName, name);
    }
}
