using Mlp.Oci.Tests.Support;
using Mlp.Testing.Images;
using Mlp.Testing.Services;

namespace Mlp.Oci.Tests.Registry;

/// <summary>A real registry that wants tokens, and a service that gives them.</summary>
public sealed class TokensTests : IAsyncLifetime
{
    private TokenServer _tokens = null!;
    private DockerRegistry _registry = null!;
    private Image _image = null!;

    public async ValueTask InitializeAsync()
    {
        _tokens = await TokenServer.Start();
        _registry = await DockerRegistry.StartWithTokens(_tokens.Realm, TokenServer.Service, _tokens.Certificate);
        _image = await Image.Open(await BusyboxImage.Get(), "latest", Ct.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        await _tokens.DisposeAsync();
    }

    [Fact]
    public async Task A_password_is_exchanged_for_one_token_per_scope()
    {
        using var client = ClientOf(RegistryCredential.Password(TokenServer.User, TokenServer.Password));
        await Push(client, "a/model");
        await Push(client, "a/model");
        Assert.Equal(["repository:a/model:pull", "repository:a/model:pull,push"], _tokens.Scopes.Distinct().Order(StringComparer.Ordinal));
        Assert.InRange(_tokens.Scopes.Count, 2, 3);
    }

    [Fact]
    public async Task An_identity_token_is_exchanged_as_well()
    {
        using var client = ClientOf(RegistryCredential.IdentityToken(TokenServer.IdentityToken));
        await Push(client, "b/model");
    }

    [Fact]
    public async Task A_mount_asks_for_leave_to_read_where_the_layer_is()
    {
        using var client = ClientOf(RegistryCredential.Password(TokenServer.User, TokenServer.Password));
        await Push(client, "base");
        var mounted = await client.Repository(Reference("c/model")).Push(await From(client, "base"), ["x"], Ct.None);
        Assert.All(mounted.Blobs, b => Assert.Equal(PushOutcome.Mounted, b.Outcome));
        Assert.Contains("repository:c/model:pull,push repository:base:pull", _tokens.Scopes);
    }

    [Fact]
    public async Task A_layer_that_may_not_be_read_elsewhere_is_sent()
    {
        using var client = ClientOf(RegistryCredential.Password(TokenServer.User, TokenServer.Password));
        await Push(client, "secret/base");
        _tokens.Closed = "secret/base";
        using var later = ClientOf(RegistryCredential.Password(TokenServer.User, TokenServer.Password));
        var image = await From(client, "secret/base");
        var pushed = await later.Repository(Reference("d/model")).Push(image, ["x"], Ct.None);
        Assert.All(pushed.Blobs, b => Assert.Equal(PushOutcome.Uploaded, b.Outcome));
    }

    [Fact]
    public async Task A_token_that_expires_at_once_is_fetched_again()
    {
        _tokens.SaidLife = 1;
        using var client = ClientOf(RegistryCredential.Password(TokenServer.User, TokenServer.Password));
        await Push(client, "e/model");
        Assert.True(_tokens.Scopes.Count > 3);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_by_the_service()
    {
        using var client = ClientOf(RegistryCredential.Password(TokenServer.User, "wrong"));
        var error = await Assert.ThrowsAsync<OciException>(() => Push(client, "f/model"));
        Assert.Equal(OciErrors.TokenRefused, error.Code);
        Assert.Contains(TokenServer.User, error.Message, StringComparison.Ordinal);
    }

    private RegistryClient ClientOf(RegistryCredential credential) =>
        new(new() { Credentials = RegistryCredentials.None.With(_registry.Host, credential) });

    private ImageReference Reference(string path) => ImageReference.Parse($"{_registry.Host}/{path}");

    private Task<PushResult> Push(RegistryClient client, string path) => client.Repository(Reference(path)).Push(_image, ["latest"], Ct.None);

    private Task<Image> From(RegistryClient client, string path) => Image.Open(client.Repository(Reference(path)), "latest", Ct.None);
}
