using Mlp.Models;
using Mlp.Wire;

namespace Mlp;

/// <summary>Makes an instance of a model class with the parameters of a version.</summary>
internal sealed class ModelLoader<TModel>(Func<TModel> create, LocalModel local, ParametersCache cache)
    where TModel : class, IModel
{
    public async Task<EmbeddedModel<TModel>> Load(ParametersVersionInfo version, IProgress<TransferProgress>? progress, Ct ct)
    {
        var folder = await cache.FolderOf(version, progress, ct);
        return new(await Task.Run(() => Import(version, folder), ct), local, version);
    }

#pragma warning disable CA1031 // The model's code may throw anything; its exception stays the inner one.
    private TModel Import(ParametersVersionInfo version, string folder)
    {
        TModel? model = null;
        try
        {
            model = create();
            model.ImportParameters(new ParametersFolder(folder));
            (model as ISessionState)?.StartSession();
            return model;
        }
        catch (Exception e)
        {
            (model as IDisposable)?.Dispose();
            throw new MlpException(
                ClientErrors.ImportFailed,
                $"{local} failed to take over version {version.Version} of the parameters '{version.Name}': {e.Message}",
                $"{version.Name} {version.Version}",
                "correct ImportParameters, or deprecate the version, or remove the link of the two",
                e);
        }
    }
#pragma warning restore CA1031
}
