using Mlp.Wire;

namespace Mlp;

/// <summary>Parameters, their versions (MPVs) and their contents.</summary>
public sealed class ParametersApi
{
    private readonly RegistryChannel _channel;
    private readonly ClientFolders _folders;

    internal ParametersApi(RegistryChannel channel, ClientFolders folders) => (_channel, _folders) = (channel, folders);

    /// <summary>Lists parameters by name.</summary>
    /// <param name="project">Only those of this project.</param>
    /// <param name="text">Only those whose name holds all of these words, in any order and in upper or lower case.</param>
    /// <param name="metadata">Only those with all of these keys and values.</param>
    /// <param name="ct">Cancels.</param>
    public IAsyncEnumerable<ParametersName> ListAsync(
        string? project = null, string? text = null, IReadOnlyDictionary<string, string>? metadata = null, Ct ct = default) =>
        _channel.List<ParametersName>(
            Route.Query("parameters", [("project", project), ("text", text), .. Filter.By(metadata)]), ct: ct);

    /// <summary>One parameters name.</summary>
    public Task<ParametersName> GetAsync(string name, Ct ct = default) => _channel.Get<ParametersName>($"parameters/{Route.Name(name)}", ct);

    /// <summary>Lists the versions of parameters, the newest first.</summary>
    public IAsyncEnumerable<ParametersVersionInfo> VersionsAsync(string name, Ct ct = default) =>
        _channel.List<ParametersVersionInfo>($"parameters/{Route.Name(name)}/versions", ct: ct);

    /// <summary>One version of parameters; <c>latest</c> is the newest that is not deprecated.</summary>
    public Task<ParametersVersionInfo> GetVersionAsync(string name, string version = "latest", Ct ct = default) =>
        _channel.Get<ParametersVersionInfo>(Version(name, version), ct);

    /// <summary>Creates a version from an archive that was uploaded before (<see cref="BlobsApi.UploadAsync"/>).</summary>
    public Task<ParametersVersionInfo> CreateVersionAsync(string name, CreateParametersVersion version, Ct ct = default) =>
        _channel.Post<ParametersVersionInfo>($"parameters/{Route.Name(name)}/versions", version, ct);

    /// <summary>Says that a version should no longer be used.</summary>
    public Task<ParametersVersionInfo> DeprecateAsync(string name, string version, string reason, Ct ct = default) =>
        _channel.Send<ParametersVersionInfo>(HttpMethod.Put, Version(name, version) + "/deprecation", new Deprecate(reason), ct);

    /// <summary>Takes a deprecation back.</summary>
    public Task<ParametersVersionInfo> UndeprecateAsync(string name, string version, Ct ct = default) =>
        _channel.Send<ParametersVersionInfo>(HttpMethod.Delete, Version(name, version) + "/deprecation", null, ct);

    /// <summary>The files of a version.</summary>
    public Task<IReadOnlyList<ParametersFile>> FilesAsync(string name, string version, Ct ct = default) =>
        _channel.Get<IReadOnlyList<ParametersFile>>(Version(name, version) + "/files", ct);

    /// <summary>Opens one file of a version, without the others; reading it reads from the registry.</summary>
    public async Task<Stream> OpenFileAsync(string name, string version, string path, Ct ct = default)
    {
        var route = $"{Version(name, version)}/files/{Route.Path(path)}";
        var response = await _channel.Retry.Run(again => _channel.Open(() => new(HttpMethod.Get, route), again), ct);
        return new AnswerStream(response, await response.Content.ReadAsStreamAsync(ct), _channel);
    }

    /// <summary>Downloads a version and unpacks it into a new folder, which appears whole or not at all.</summary>
    /// <returns>The version that was pulled.</returns>
    public async Task<ParametersVersionInfo> PullAsync(
        string name, string version, string folder, IProgress<TransferProgress>? progress = null, Ct ct = default)
    {
        var target = Path.GetFullPath(folder);
        if (Path.Exists(target))
        {
            throw new MlpException(ClientErrors.TargetExists, $"'{target}' exists already; nothing was pulled", target, "name a folder that does not exist yet");
        }

        var info = await GetVersionAsync(name, version, ct);
        return await LocalFiles.Guarded(() => Pull(info, target, progress, ct));
    }

    private async Task<ParametersVersionInfo> Pull(ParametersVersionInfo info, string target, IProgress<TransferProgress>? progress, Ct ct)
    {
        using var temporary = _folders.Temporary();
        var archive = temporary["parameters.tar"];
        await new BlobDownload(_channel, Version(info.Name, info.Version) + "/content", Digest.Parse(info.Digest), progress).To(archive, ct);
        await using var stream = File.OpenRead(archive);
        await ParametersArchive.UnpackAsync(stream, target, ct: ct);
        return info;
    }

    private static string Version(string name, string version) => $"parameters/{Route.Name(name)}/versions/{Route.ParametersVersion(version)}";
}
