using System.Reflection;
using Mlp.Models;
using Mlp.Serving.Loading;

namespace Mlp.Cli.Training;

/// <summary>A new instance of a model class, and what it is called.</summary>
/// <param name="Model">The instance.</param>
/// <param name="Type">The model type's name.</param>
/// <param name="Version">The model type's version; null where the code is of none.</param>
internal sealed record ModelToTrain(IModel Model, string Type, string? Version)
{
    private const string VersionKey = "mlp.version";

#pragma warning disable CA1031 // Loading runs code of the model, which may throw anything.
    /// <summary>Loads the class from a published folder, in a context of its own.</summary>
    /// <param name="type">The model type's name.</param>
    /// <param name="className">The class, with its namespace.</param>
    /// <param name="assembly">The file that holds it.</param>
    /// <param name="entry">The published project's own assembly.</param>
    /// <param name="version">The version; where it is not known, what the entry says.</param>
    /// <exception cref="CommandFailedException">It cannot be loaded or made.</exception>
    public static ModelToTrain Load(string type, string className, string assembly, string entry, string? version)
    {
        try
        {
            var context = new ModelLoadContext(entry, isCollectible: false);
            var found = context.LoadFromAssemblyPath(assembly).GetType(className, throwOnError: true)!;
            return new((IModel)Activator.CreateInstance(found)!, type, version ?? StampOf(context.LoadFromAssemblyPath(entry)));
        }
        catch (Exception e)
        {
            var cause = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
            throw TrainErrors.NotLoaded(className, cause);
        }
    }
#pragma warning restore CA1031

    private static string? StampOf(Assembly assembly) =>
        assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(attribute => attribute.Key == VersionKey)?.Value;
}
