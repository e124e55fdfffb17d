using Mlp.Cli.Commands;

namespace Mlp.Cli.Running;

/// <summary>What is to run: a pair of the registry, or folders of this machine in place of either part.</summary>
/// <param name="Type">The model type.</param>
/// <param name="Parameters">The parameters.</param>
/// <param name="ModelFolder">A built project, in place of the type's bundle.</param>
/// <param name="ParametersFolder">A folder with parameters, in place of published ones.</param>
/// <param name="Port">Where it listens; 0 takes a free port.</param>
internal sealed record RunRequest(Reference? Type, Reference? Parameters, string? ModelFolder, string? ParametersFolder, int Port)
{
    /// <summary>Whether the registry has to be asked for anything.</summary>
    public bool NeedsRegistry => ModelFolder is null || ParametersFolder is null;

    public void Check()
    {
        foreach (var folder in new[] { ModelFolder, ParametersFolder }.OfType<string>().Where(folder => !Directory.Exists(folder)))
        {
            throw RunErrors.NoFolder(folder);
        }

        if (ModelFolder is null && Type is null)
        {
            throw new UsageException("nothing says which model is to run", null, "name a model type and parameters, or a built project with --from");
        }

        if (ParametersFolder is null && Parameters is null)
        {
            throw new UsageException("nothing says which parameters the model is to have", null, "name them, or a folder with --with");
        }

        if (ParametersFolder is not null && Parameters is not null)
        {
            throw new UsageException("parameters are named twice", Parameters.ToString(), "give either their name or --with");
        }
    }
}
