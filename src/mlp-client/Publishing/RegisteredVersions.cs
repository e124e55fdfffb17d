using System.Net;

namespace Mlp;

/// <summary>Turns "not found" into what is found: the versions that are registered.</summary>
internal sealed class RegisteredVersions(TypesApi types)
{
    private const int Shown = 20;

    /// <summary>Throws unless the registry knows this version of the model type.</summary>
    public async Task Require(LocalModel model, Ct ct)
    {
        try
        {
            await types.GetVersionAsync(model.Type, model.Version, ct);
        }
        catch (MlpException e) when (e.Status == (int)HttpStatusCode.NotFound)
        {
            throw NotRegistered(model, await Of(model.Type, ct), e);
        }
    }

    private async Task<IReadOnlyList<string>> Of(string type, Ct ct)
    {
        try
        {
            return await types.VersionsAsync(type, ct).Take(Shown).Select(version => version.Version).ToListAsync(ct);
        }
        catch (MlpException e) when (e.Status == (int)HttpStatusCode.NotFound)
        {
            return [];
        }
    }

    private static MlpException NotRegistered(LocalModel model, IReadOnlyList<string> registered, Exception cause) => new(
        ClientErrors.VersionNotRegistered,
        registered.Count == 0
            ? $"the registry has no model type '{model.Type}'"
            : $"the registry has no version {model.Version} of the model type '{model.Type}'; it has {string.Join(", ", registered)}",
        model.ToString(),
        registered.Count == 0
            ? "release it first: push its tag, or run 'mlp release'"
            : "release this version first, or say which registered one the model is (modelVersion)",
        cause)
    {
        Choices = registered,
        Status = (int)HttpStatusCode.NotFound,
    };
}
