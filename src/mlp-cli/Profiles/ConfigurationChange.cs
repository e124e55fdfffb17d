using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mlp.Cli.Profiles;

/// <summary>Writes profiles to the client's configuration file. The file appears whole or not at all, and is readable by its owner alone.</summary>
internal sealed partial class ConfigurationChange : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FileLock _lock;
    private readonly string _path;
    private readonly JsonObject _content;

    private ConfigurationChange(FileLock taken, string path, ConfigurationFile before, JsonObject content) =>
        (_lock, _path, Before, _content) = (taken, path, before, content);

    /// <summary>The configuration as it was.</summary>
    public ConfigurationFile Before { get; }

    public string Path => _path;

    /// <summary>Whether the name can be that of a profile, and of its token's file.</summary>
    public static bool IsProfileName(string name) => NamePattern().IsMatch(name);

    /// <summary>Begins a change; other processes that want to make one wait until this one is disposed of.</summary>
    public static async Task<ConfigurationChange> Begin(ClientEnvironment environment, Ct ct)
    {
        var path = RealPath(System.IO.Path.GetFullPath(environment.ConfigurationFile));
        var taken = await Guarded(path, () =>
        {
            CreateFolder(System.IO.Path.GetDirectoryName(path)!);
            return FileLock.Take(path + ".lock", TimeProvider.System, ct);
        });
        try
        {
            // Read by the client first: it refuses what it would refuse later.
            return new(taken, path, ConfigurationFile.ReadForChange(environment), File.Exists(path) ? Parse(path) : []);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Puts a profile in the place of the one with its name, if there is one.</summary>
    public void Set(string name, Profile profile)
    {
        if (_content["profiles"] is not JsonObject profiles)
        {
            _content["profiles"] = profiles = [];
        }

        var written = new JsonObject { ["url"] = profile.Url };
        AddUnlessNull(written, "token", profile.Token);
        AddUnlessNull(written, "tokenFile", profile.TokenFile);
        AddUnlessNull(written, "tokenVariable", profile.TokenVariable);
        if (profile.AllowHttp)
        {
            written["allowHttp"] = true;
        }

        profiles[name] = written;
    }

    public void SetDefault(string name) => _content["profile"] = name;

    /// <summary>Writes a file beside the configuration, and answers how a profile names it.</summary>
    public async Task<string> WriteToken(string profile, string token, Ct ct)
    {
        var name = profile + ".token";
        await Write(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(_path)!, name), token + "\n", ct);
        return name;
    }

    public Task Save(Ct ct) => Write(_path, _content.ToJsonString(Indented) + "\n", ct);

    public void Dispose() => _lock.Dispose();

    private static Task Write(string path, string text, Ct ct) => Guarded(path, async () =>
    {
        var partial = $"{path}.{System.IO.Path.GetRandomFileName()}.partial";
        try
        {
            await using (var file = new FileStream(partial, NewFile()))
            {
                await file.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
                RandomAccess.FlushToDisk(file.SafeFileHandle);
            }

            File.Move(partial, path, overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(partial);
        }
    });

    private static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }

    private static JsonObject Parse(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (HasComments(bytes))
        {
            throw CommandErrors.CommentsWouldBeLost(path);
        }

        return JsonNode.Parse(bytes, documentOptions: new() { AllowTrailingCommas = true })!.AsObject();
    }

    private static bool HasComments(byte[] json)
    {
        var reader = new Utf8JsonReader(json, new() { CommentHandling = JsonCommentHandling.Allow, AllowTrailingCommas = true });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Comment)
            {
                return true;
            }
        }

        return false;
    }

    // A link, as people who keep such files elsewhere have it, stays one.
    private static string RealPath(string path) =>
        new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    private static void CreateFolder(string folder)
    {
        _ = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(folder)
            : Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
    }

    private static async Task<T> Guarded<T>(string path, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandErrors.ConfigurationNotWritten(path, e);
        }
    }

    private static void AddUnlessNull(JsonObject target, string name, string? value)
    {
        if (value is not null)
        {
            target[name] = value;
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
