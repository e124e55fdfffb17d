using Mlp.Testing;
using Mlp.Wire;

namespace Mlp.ClientTests.Integration;

/// <summary>One real registry for all tests: each of them uses names of its own.</summary>
public sealed class Registry : IAsyncLifetime
{
    private RegistryProcess? _process;

    public RegistryProcess Process => _process!;

    public string Url => Process.BaseUrl.AbsoluteUri.TrimEnd('/');

    public async ValueTask InitializeAsync() => _process = await RegistryProcess.Start();

    public async ValueTask DisposeAsync() => await Process.DisposeAsync();

    /// <summary>A client with the administrator's token and a cache of the test's own.</summary>
    internal Client Client(TemporaryFolder folder, string? url = null, TimeProvider? clock = null, string? token = null) => new(new ClientOptions
    {
        Registry = url ?? Url,
        Token = token ?? Process.AdminToken,
        CacheFolder = folder["cache"],
        TemporaryFolder = Directory.CreateDirectory(folder["temporary"]).FullName,
        Clock = clock ?? TimeProvider.System,
    });

    /// <summary>Registers a version of a model type.</summary>
    internal static async Task Register(Client client, string type, string version)
    {
        var commit = Digest.Of(System.Text.Encoding.UTF8.GetBytes(type + version)).Hex;
        var opened = await client.Releases.OpenAsync(
            new(Project + "-" + type, "dotnet", "v" + version, commit, commit, Packages: null, [new ReleasedModel(type, "Tests." + type)]));
        await client.Releases.CompleteAsync(opened.Release.Id, new());
    }

    public const string Project = "git.example.org/tests/client";
}
