using System.Text;
using Mlp.Oci.Tests.Support;
using Mlp.Testing;
using Mlp.Testing.Images;
using Mlp.Testing.Services;

namespace Mlp.Oci.Tests.Registry;

public sealed class AuthenticationTests : IAsyncLifetime
{
    private const string User = "pusher";
    private const string Password = "pass:wörd";
    private readonly TemporaryFolder _folder = new();
    private DockerRegistry _registry = null!;
    private Image _image = null!;

    private ImageReference Target => ImageReference.Parse($"{_registry.Host}/private/model");

    public async ValueTask InitializeAsync()
    {
        _registry = await DockerRegistry.StartWithPassword(User, Password);
        _image = await Image.Open(await BusyboxImage.Get(), "latest", Ct.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_password_given_lets_us_in()
    {
        await PushAs(RegistryCredentials.None.With(_registry.Host, RegistryCredential.Password(User, Password)));
    }

    [Fact]
    public async Task A_password_of_dockers_configuration_lets_us_in()
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));
        _folder.Write("config.json", $$$"""{"auths": {"{{{_registry.Host}}}": {"auth": "{{{encoded}}}"}}, "HttpHeaders": {}}""");
        await PushAs(RegistryCredentials.FromDocker(_folder.Path));
    }

    [Fact]
    public async Task A_credential_helper_is_asked_by_its_input_and_lets_us_in()
    {
        using var helper = new CredentialHelperProgram(_folder.Path, _registry.Host, User, Password);
        _folder.Write("config.json", $$$"""{"credHelpers": {"{{{_registry.Host}}}": "{{{helper.Name}}}"}}""");
        await PushAs(RegistryCredentials.FromDocker(_folder.Path));
        Assert.Equal($"get {_registry.Host}", helper.Asked);
    }

    [Fact]
    public async Task A_store_that_does_not_know_the_registry_leaves_us_anonymous()
    {
        using var helper = new CredentialHelperProgram(_folder.Path, "other.example.org", User, Password);
        _folder.Write("config.json", $$$"""{"credsStore": "{{{helper.Name}}}"}""");
        await RefusedAs(RegistryCredentials.FromDocker(_folder.Path), OciErrors.AccessDenied);
    }

    [Fact]
    public async Task A_missing_helper_is_named()
    {
        _folder.Write("config.json", """{"credsStore": "no-such-store"}""");
        var error = await RefusedAs(RegistryCredentials.FromDocker(_folder.Path), OciErrors.CredentialHelperFailed);
        Assert.Equal("docker-credential-no-such-store", error.Value);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_not_shown()
    {
        var error = await RefusedAs(RegistryCredentials.None.With(_registry.Host, RegistryCredential.Password(User, "wrong-secret")), OciErrors.AccessDenied);
        Assert.DoesNotContain("wrong-secret", error.ToString(), StringComparison.Ordinal);
        Assert.NotNull(error.Remedy);
    }

    [Fact]
    public async Task Nobody_is_refused() => await RefusedAs(RegistryCredentials.None, OciErrors.AccessDenied);

    [Theory]
    [InlineData("{", "Docker's configuration cannot be read in line 1")]
    [InlineData("[]", "Docker's configuration cannot be read")]
    public void A_broken_configuration_is_an_error_without_its_text(string text, string fact)
    {
        _folder.Write("config.json", text);
        var error = Assert.Throws<OciException>(() => RegistryCredentials.FromDocker(_folder.Path));
        Assert.Equal((OciErrors.InvalidDockerConfig, fact), (error.Code, error.Message));
    }

    [Fact]
    public async Task A_broken_entry_is_an_error_when_it_is_needed()
    {
        _folder.Write("config.json", $$$"""{"auths": {"https://{{{_registry.Host}}}/v1/": {"auth": "not base64"} }}""");
        await RefusedAs(RegistryCredentials.FromDocker(_folder.Path), OciErrors.InvalidDockerConfig);
    }

    [Fact]
    public async Task Base_and_target_may_be_different_people()
    {
        await using var open = await DockerRegistry.Start();
        using var forBase = new RegistryClient(new() { Credentials = RegistryCredentials.None.With(_registry.Host, RegistryCredential.Password(User, Password)) });
        using var forTarget = new RegistryClient(new());
        await forBase.Repository(Target).Push(_image, ["base"], Ct.None);

        var from = await Image.Open(forBase.Repository(Target), "base", Ct.None);
        var pushed = await forTarget.Repository(ImageReference.Parse($"{open.Host}/copy")).Push(from, ["copy"], Ct.None);
        Assert.All(pushed.Blobs, blob => Assert.Equal(PushOutcome.Uploaded, blob.Outcome));
    }

    private async Task PushAs(RegistryCredentials credentials)
    {
        using var client = new RegistryClient(new() { Credentials = credentials });
        var pushed = await client.Repository(Target).Push(_image, ["latest"], Ct.None);
        Assert.Equal(_image.Digest, pushed.Digest);
        Assert.Equal(_image.Digest, await client.Repository(Target).FindDigest("latest", Ct.None));
    }

    private async Task<OciException> RefusedAs(RegistryCredentials credentials, string code)
    {
        using var client = new RegistryClient(new() { Credentials = credentials });
        var error = await Assert.ThrowsAsync<OciException>(() => client.Repository(Target).Push(_image, ["latest"], Ct.None));
        Assert.Equal(code, error.Code);
        return error;
    }
}
