using System.Net;
using Mlp.Wire;

namespace Mlp;

/// <summary>Finds the version of parameters for a local model: asks the registry, and remembers what it said.</summary>
internal sealed class CompatibleVersions(RegistryChannel channel, RegisteredVersions registered, RememberedAnswers remembered)
{
    // With an answer at hand nobody should wait long for a registry that is not there.
    private const int AttemptsWithMemory = 2;

    /// <summary>The version, from memory where the registry cannot be reached.</summary>
    public async Task<ParametersVersionInfo> Find(LocalModel model, string name, ParametersVersion? version, Ct ct)
    {
        var known = await remembered.Recall(model, name, version, ct);
        try
        {
            return await Ask(model, name, version, known is null ? null : AttemptsWithMemory, ct);
        }
        catch (MlpException e) when (e.IsOffline && known is not null)
        {
            return known;
        }
    }

    /// <summary>The version, from the registry alone.</summary>
    public async Task<ParametersVersionInfo> Ask(LocalModel model, string name, ParametersVersion? version, int? attempts, Ct ct)
    {
        var answer = version is null ? await Latest(model, name, attempts, ct) : await Chosen(model, name, version, attempts, ct);
        await remembered.Keep(model, name, version, answer, ct);
        return answer;
    }

    private async Task<ParametersVersionInfo> Latest(LocalModel model, string name, int? attempts, Ct ct)
    {
        try
        {
            return await channel.Get<ParametersVersionInfo>(
                $"types/{Route.Name(model.Type)}/versions/{Route.TypeVersion(model.Version)}/compatible/{Route.Name(name)}", ct, attempts);
        }
        catch (MlpException e) when (e.Status == (int)HttpStatusCode.NotFound)
        {
            await registered.Require(model, ct);
            throw;
        }
    }

    private async Task<ParametersVersionInfo> Chosen(LocalModel model, string name, ParametersVersion version, int? attempts, Ct ct)
    {
        var info = await channel.Get<ParametersVersionInfo>($"parameters/{Route.Name(name)}/versions/{version}", ct, attempts);
        var links = await channel.Get<Page<CompatibilityLink>>(
            Route.Query(
                "compatibility", ("type", model.Type), ("typeVersion", model.Version), ("parameters", name), ("parametersVersion", version.ToString())),
            ct,
            attempts);
        if (links.Items.Count > 0)
        {
            return info;
        }

        await registered.Require(model, ct);
        throw new MlpException(
            ClientErrors.NotCompatible,
            $"version {version} of the parameters '{name}' is not known to fit {model}",
            $"{name} {version}",
            $"leave the version out to get the latest that fits, or link the two: mlp compat add {model.Type} {model.Version} {name} {version}");
    }
}
