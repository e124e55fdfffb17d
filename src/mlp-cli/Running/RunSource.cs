using Mlp.Cli.Commands;
using Mlp.Wire;

namespace Mlp.Cli.Running;

/// <summary>Finds the versions that are meant, and brings their bytes into folders.</summary>
internal sealed class RunSource(Client client, RunRequest request, string work)
{
    /// <summary>What is meant now; without versions, the latest that fit.</summary>
    public async Task<RunnableModel> Resolve(Ct ct)
    {
        var parameters = request.Parameters is null ? null : await Parameters(ct);
        var type = request.ModelFolder is not null || request.Type is null ? null
            : await client.Types.GetVersionAsync(request.Type.Name, request.Type.Version ?? (parameters is null ? "latest" : await PairedVersion(parameters, ct)), ct);
        return new(type, parameters);
    }

    /// <summary>Brings what is meant here, unless it is here already.</summary>
    public async Task<RunFolders> Fetch(RunnableModel model, Ct ct) => new(
        await ModelFolder(model, ct), await ParametersFolder(model, ct), model.Type?.Version, model.Parameters?.Name, model.Parameters?.Version);

    private async Task<string> ModelFolder(RunnableModel model, Ct ct)
    {
        if (model.Type is not { } type)
        {
            return Path.GetFullPath(request.ModelFolder!);
        }

        var digest = Digest.Parse(type.BundleDigest ?? throw Images.ImageErrors.NoBundle(type.Type, type.Version));
        var folder = Path.Combine(work, $"model-{digest.Hex[..16]}");
        if (!Directory.Exists(folder))
        {
            await ModelBundle.FetchAsync(client, digest, folder, ct: ct);
        }

        return folder;
    }

    private async Task<string> ParametersFolder(RunnableModel model, Ct ct)
    {
        if (model.Parameters is not { } version)
        {
            return Path.GetFullPath(request.ParametersFolder!);
        }

        var folder = Path.Combine(work, $"parameters-{version.Version}");
        if (!Directory.Exists(folder))
        {
            await client.Parameters.PullAsync(version.Name, version.Version, folder, null, ct);
        }

        return folder;
    }

    private async Task<ParametersVersionInfo> Parameters(Ct ct)
    {
        var (name, version) = (request.Parameters!.Name, request.Parameters.Version);
        if (version is not null || request.Type is null)
        {
            return await client.Parameters.GetVersionAsync(name, version ?? "latest", ct);
        }

        return request.Type.Version is { } typeVersion
            ? await client.Types.LatestCompatibleAsync(request.Type.Name, typeVersion, name, ct)
            : await client.Parameters.GetVersionAsync(name, (await Pair(request.Type, name, ct)).ParametersVersion, ct);
    }

    private async Task<string> PairedVersion(ParametersVersionInfo parameters, Ct ct) =>
        request.Parameters!.Version is null ? (await Pair(request.Type!, parameters.Name, ct)).TypeVersion : await NewestLinked(parameters, ct);

    private async Task<string> NewestLinked(ParametersVersionInfo parameters, Ct ct) =>
        (await client.Compatibility.ListAsync(request.Type!.Name, null, parameters.Name, parameters.Version, ct).Select(link => TypeVersion.Parse(link.TypeVersion)).ToListAsync(ct)).Max()?.ToString()
        ?? throw RunErrors.NothingFits(request.Type.Name, $"{parameters.Name}@{parameters.Version}");

    private async Task<Pair> Pair(Reference type, string parameters, Ct ct) =>
        await client.Compatibility.PairsAsync(type.Name, parameters, ct: ct).FirstOrDefaultAsync(ct) ?? throw RunErrors.NothingFits(type.Name, parameters);
}

/// <summary>The versions that run; null where a folder stands for the one or the other.</summary>
internal sealed record RunnableModel(ModelTypeVersion? Type, ParametersVersionInfo? Parameters)
{
    public bool IsSame(RunnableModel other) => (Type?.Version, Parameters?.Version) == (other.Type?.Version, other.Parameters?.Version);
}
