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

    private Task<ParametersVersionInfo> Latest(LocalModel model, string name, int? attempts, Ct ct) =>
        OfRegistered(
            model,
            () => channel.Get<ParametersVersionInfo>(
                $"types/{Route.Name(model.Type)}/versions/{Route.TypeVersion(model.Version)}/compatible/{Route.Name(name)}", ct, attempts),
            ct);

    private async Task<ParametersVersionInfo> Chosen(LocalModel model, string name, ParametersVersion version, int? attempts, Ct ct)
    {
        var info = await channel.Get<ParametersVersionInfo>($"parameters/{Route.Name(name)}/versions/{version}", ct, attempts);
        var asked = Route.Query(
            "compatibility", ("type", model.Type), ("typeVersion", model.Version), ("parameters", name), ("parametersVersion", version.ToString()));
        var links = await OfRegistered(model, () => channel.Get<Page<CompatibilityLink>>(asked, ct, attempts), ct);
        if (links.Items.Count > 0)
        {
            return info;
        }

        throw new MlpException(
            ClientErrors.NotCompatible,
            $"version {version} of the parameters '{name}' is not known to fit {model}",
            $"{name} {version}",
            $"leave the version out to get the latest that fits, or link the two: mlp compat add {model.Type}@{model.Version} {name}@{version}");
    }

    // Where the model's own version is not registered, that is what to tell.
    private async Task<T> OfRegistered<T>(LocalModel model, Func<Task<T>> ask, Ct ct)
    {
        try
        {
            return await ask();
        }
        catch (MlpException e) when (e.Status == (int)HttpStatusCode.NotFound)
        {
            await registered.Require(model, ct);
            throw;
        }
    }
}
