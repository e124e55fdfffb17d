using System.Reflection;
using Mlp.Models;

namespace Mlp;

/// <summary>The model type, and its version, that a class of this process is.</summary>
/// <param name="Type">The model type's name.</param>
/// <param name="Version">The version.</param>
internal sealed record LocalModel(string Type, string Version)
{
    /// <summary>The build stamps it into assemblies that declare models.</summary>
    private const string VersionKey = "mlp.version";

    /// <param name="model">The class.</param>
    /// <param name="modelVersion">The version, where the caller knows better than the assembly.</param>
    /// <param name="declaredBy">The assembly that declares the class as a model, where it is not the class's own.</param>
    public static LocalModel Of(Type model, string? modelVersion, Assembly? declaredBy)
    {
        var assembly = declaredBy ?? model.Assembly;
        return new(NameOf(model, assembly), modelVersion is null ? StampOf(model, assembly) : Given(modelVersion));
    }

    public static LocalModel Named(string type, string version) => new(Route.Name(type), Given(version));

    private static string NameOf(Type model, Assembly assembly)
    {
        try
        {
            return ModelName.Declared(model, assembly) ?? throw new MlpException(
                ClientErrors.NotAModel,
                $"the class {model.FullName} is not declared as a model type by {assembly.GetName().Name}",
                model.FullName,
                $"add [assembly: MlpModel(typeof({model.Name}))], or say which assembly declares it (declaredBy)");
        }
        catch (ArgumentException e)
        {
            throw new MlpException(ClientErrors.NotAModel, e.Message, model.FullName, "correct the name in the attribute", e);
        }
    }

    private static string StampOf(Type model, Assembly assembly)
    {
        var stamp = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(attribute => attribute.Key == VersionKey)?.Value;
        return TypeVersion.TryParse(stamp)?.ToString() ?? throw new MlpException(
            ClientErrors.NoModelVersion,
            $"the assembly {assembly.GetName().Name} does not say which version of its model types it holds: it was not built by mlp, nor on a clean, tagged commit",
            model.FullName,
            "give the version as modelVersion, or build on the tagged commit");
    }

    private static string Given(string version) => TypeVersion.Parse(version).ToString();

    /// <inheritdoc />
    public override string ToString() => $"{Type} {Version}";
}
