using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mlp;

/// <summary>The configuration file: registries by profile name, and the profile to use where none is named.</summary>
internal sealed class ConfigurationFile
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private readonly string _path;
    private readonly Content _content;

    private ConfigurationFile(string path, Content content) => (_path, _content) = (path, content);

    /// <summary>All profiles by name.</summary>
    public IReadOnlyDictionary<string, Profile> Profiles => _content.Profiles ?? new Dictionary<string, Profile>();

    /// <summary>The profile to use where none is named.</summary>
    public string? DefaultProfile => _content.Profile;

    public static ConfigurationFile Read(ClientEnvironment environment)
    {
        var path = Path.GetFullPath(environment.ConfigurationFile);
        return !File.Exists(path) && !environment.ConfigurationFileIsGiven ? new(path, new()) : Read(path);
    }

    /// <summary>The file as it is before it is written to: it need not exist yet, wherever it is to be.</summary>
    public static ConfigurationFile ReadForChange(ClientEnvironment environment)
    {
        var path = Path.GetFullPath(environment.ConfigurationFile);
        return File.Exists(path) ? Read(path) : new(path, new());
    }

    private static ConfigurationFile Read(string path)
    {
        var file = new ConfigurationFile(path, Parse(path));
        file.RefuseOthers();
        return file;
    }

    public Profile Profile(string name) =>
        _content.Profiles?.GetValueOrDefault(name) ?? throw new MlpException(
            ClientErrors.UnknownProfile,
            $"there is no profile '{name}' in {_path}",
            name,
            _content.Profiles is { Count: > 0 } profiles
                ? $"name one of {string.Join(", ", profiles.Keys.Order(StringComparer.Ordinal))}, or add it"
                : $"add it there: {{\"profiles\": {{\"{name}\": {{\"url\": \"https://…\"}}}}}}");

    /// <summary>The token that the profile leads to.</summary>
    public string? TokenOf(string name, Profile profile, ClientEnvironment environment)
    {
        var ways = new[] { profile.Token, profile.TokenFile, profile.TokenVariable }.Count(way => way is not null);
        if (ways > 1)
        {
            throw Invalid($"profile '{name}' has more than one of token, tokenFile and tokenVariable", name, "leave one of them");
        }

        return profile switch
        {
            { TokenFile: { } file } => TokenFrom(Path.Combine(Path.GetDirectoryName(_path)!, file)),
            { TokenVariable: { } variable } => environment.Value(variable) ?? throw new MlpException(
                ClientErrors.InvalidToken, $"the environment variable {variable}, which profile '{name}' takes its token from, is not set", variable, "set it"),
            _ => profile.Token,
        };
    }

    private static string TokenFrom(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlpException(ClientErrors.InvalidToken, $"the token file '{file}' cannot be read: {e.Message}", file, "correct tokenFile, or the file", e);
        }
    }

    private static Content Parse(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), Json) ?? throw new JsonException("it holds null");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Invalid($"{path} cannot be read: {e.Message}", path, "correct MLP_CONFIG, or the file", e);
        }
        catch (JsonException e)
        {
            // Neither the message nor the exception goes on: both may quote what stands in the file, a token for one.
            throw Invalid(
                $"{path} is not a configuration: line {e.LineNumber + 1}, at '{e.Path}'",
                path,
                "allowed are profile and profiles, and in each profile url, token, tokenFile, tokenVariable and allowHttp");
        }
    }

    private void RefuseOthers()
    {
        if (OperatingSystem.IsWindows() || _content.Profiles?.Values.Any(profile => profile.Token is not null) != true)
        {
            return;
        }

        if ((File.GetUnixFileMode(_path) & Others) != 0)
        {
            throw new MlpException(
                ClientErrors.ConfigurationReadable, $"{_path} holds a token, and others may read or write it", _path, $"chmod 600 {_path}");
        }
    }

    private static MlpException Invalid(string fact, string value, string remedy, Exception? cause = null) =>
        new(ClientErrors.InvalidConfiguration, fact, value, remedy, cause);

    private sealed record Content(string? Profile = null, IReadOnlyDictionary<string, Profile>? Profiles = null);
}
