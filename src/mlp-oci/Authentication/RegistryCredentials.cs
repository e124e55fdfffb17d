namespace Mlp.Oci;

/// <summary>Who we are, by registry: what was given, else what Docker's configuration knows.</summary>
public sealed class RegistryCredentials
{
    private readonly Dictionary<string, RegistryCredential> _given;
    private readonly DockerConfig? _docker;

    private RegistryCredentials(Dictionary<string, RegistryCredential> given, DockerConfig? docker) => (_given, _docker) = (given, docker);

    /// <summary>Nobody anywhere.</summary>
    public static RegistryCredentials None { get; } = new([], null);

    /// <summary>What <c>docker login</c> left in a folder's <c>config.json</c>, with its credential helpers; nothing where there is no such file.</summary>
    /// <param name="folder">The folder; that of <c>DOCKER_CONFIG</c>, or <c>~/.docker</c>, if null.</param>
    public static RegistryCredentials FromDocker(string? folder = null) => new([], DockerConfig.Read(folder ?? DockerConfig.DefaultFolder()));

    /// <summary>The same, with a credential for one registry, which goes before all others.</summary>
    /// <param name="registry">The registry as references name it, such as <c>docker.io</c> or <c>127.0.0.1:5000</c>.</param>
    public RegistryCredentials With(string registry, RegistryCredential credential) =>
        new(new(_given, StringComparer.OrdinalIgnoreCase) { [registry] = credential }, _docker);

    internal async Task<RegistryCredential?> Find(string registry, Ct ct) =>
        _given.TryGetValue(registry, out var given) ? given : _docker is null ? null : await _docker.Find(registry, ct);
}
