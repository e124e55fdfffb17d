using System.Text;
using System.Text.Json;

namespace Mlp.Oci;

/// <summary>Docker's <c>config.json</c>: credentials, or the names of the programs that keep them.</summary>
internal sealed class DockerConfig(string path, JsonElement root)
{
    private const string DockerHubKey = "https://index.docker.io/v1/";
    private const int LargestFile = 4 << 20;

    public static string DefaultFolder() => Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } folder
        ? folder : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");

    public static DockerConfig? Read(string folder)
    {
        var path = Path.Combine(folder, "config.json");
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var document = new FileInfo(path).Length <= LargestFile ? JsonDocument.Parse(File.ReadAllBytes(path)) : throw new JsonException("it is too large");
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new(path, document.RootElement.Clone()) : throw new JsonException("it is no object");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // What the parser quotes may be a secret's part; its place is enough.
            var where = e is JsonException { LineNumber: { } line } ? $" in line {line + 1}" : "";
            throw new OciException(OciErrors.InvalidDockerConfig, $"Docker's configuration cannot be read{where}", path, "correct the file, or set DOCKER_CONFIG to another folder");
        }
    }

    public async Task<RegistryCredential?> Find(string registry, Ct ct)
    {
        var key = registry == "docker.io" ? DockerHubKey : registry;
        return Helper(registry, key) is { } helper && await CredentialHelper.Ask(helper, key, ct) is { } kept ? kept : Entry(registry);
    }

    private string? Helper(string registry, string key) =>
        Text(Member(root, "credHelpers") is { } helpers ? Member(helpers, key) ?? Member(helpers, registry) : null) ?? Text(Member(root, "credsStore"));

    private RegistryCredential? Entry(string registry)
    {
        if (Member(root, "auths") is not { ValueKind: JsonValueKind.Object } entries)
        {
            return null;
        }

        var entry = entries.EnumerateObject().Where(e => HostOf(e.Name) == registry).Select(e => (JsonElement?)e.Value).FirstOrDefault();
        return entry is { ValueKind: JsonValueKind.Object } found ? Credential(registry, found) : null;
    }

    private RegistryCredential? Credential(string registry, JsonElement entry)
    {
        if (Text(Member(entry, "identitytoken")) is { Length: > 0 } token)
        {
            return RegistryCredential.IdentityToken(token);
        }

        if (Text(Member(entry, "auth")) is { Length: > 0 } encoded)
        {
            return Decode(registry, encoded);
        }

        return Text(Member(entry, "username")) is { Length: > 0 } user && Text(Member(entry, "password")) is { } password
            ? RegistryCredential.Password(user, password) : null;
    }

    private RegistryCredential Decode(string registry, string encoded)
    {
        var bytes = new byte[encoded.Length];
        var text = Convert.TryFromBase64String(encoded, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            ? RegistryCredential.Password(text[..colon], text[(colon + 1)..].TrimEnd('\0'))
            : throw new OciException(OciErrors.InvalidDockerConfig, $"the entry 'auth' of '{registry}' in Docker's configuration is not user:password in base64",
                path, $"'docker login {registry}' writes it anew");
    }

    // Keys are hosts, or addresses as older versions wrote them.
    private static string HostOf(string key)
    {
        var host = key.Replace("https://", "", StringComparison.Ordinal).Replace("http://", "", StringComparison.Ordinal).Split('/')[0];
        return host is "index.docker.io" or "registry-1.docker.io" ? "docker.io" : host;
    }

    private static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement? json) => json is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
