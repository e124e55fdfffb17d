using System.Reflection.Metadata;

namespace Mlp.Cli.Discovery;

/// <summary>Which <c>IModel&lt;TInput, TOutput&gt;</c> a class implements, itself or through what it derives from.</summary>
/// <param name="Models">Distinct; a model has one.</param>
/// <param name="Missing">Types on the way that could not be found, by who names them.</param>
internal sealed record ModelContracts(IReadOnlyList<NamedType> Models, IReadOnlyList<MissingType> Missing)
{
    /// <summary>More than any class derives from; one that is damaged could go on for ever.</summary>
    private const int MaxTypes = 1000;

    /// <exception cref="BadImageFormatException">The metadata is damaged.</exception>
    public static ModelContracts Of(NamedType model, TypeResolution resolution)
    {
        var (models, missing) = (new List<NamedType>(), new List<MissingType>());
        var (seen, waiting) = (new HashSet<NamedType> { model }, new Queue<NamedType>([model]));
        while (waiting.TryDequeue(out var type))
        {
            if (type.Scope.Name == AssemblyScope.ModelContracts)
            {
                models.AddRange(type.Is("Mlp.Models", "IModel`2") && type.Arguments.Count == 2 ? [type] : []);
                continue;
            }

            switch (resolution.Find(type))
            {
                case ResolvedType.Found(var file, var definition):
                    Bases(file, definition).Select(each => With(each, type.Arguments)).Where(seen.Add).ToList().ForEach(waiting.Enqueue);
                    break;
                case ResolvedType.InMissingAssembly(var assembly):
                    missing.Add(new(type, assembly, IsAssembly: true));
                    break;
                case ResolvedType.Missing(var assembly):
                    missing.Add(new(type, assembly, IsAssembly: false));
                    break;
            }

            _ = seen.Count <= MaxTypes ? seen : throw new BadImageFormatException($"a class derives from more than {MaxTypes} types");
        }

        return new(models, missing);
    }

    private static IEnumerable<ClrType> Bases(AssemblyFile file, TypeDefinition type)
    {
        if (!type.BaseType.IsNil)
        {
            yield return TypeSignature.Read(file, type.BaseType);
        }

        foreach (var handle in type.GetInterfaceImplementations())
        {
            yield return TypeSignature.Read(file, file.Reader.GetInterfaceImplementation(handle).Interface);
        }
    }

    private static NamedType With(ClrType parent, IReadOnlyList<ClrType> arguments) =>
        parent.With(arguments) as NamedType ?? throw new BadImageFormatException("a class derives from what is none");
}

/// <summary>A type that a model needs.</summary>
/// <param name="Assembly">The assembly that is missing, or in which the type is missing.</param>
internal sealed record MissingType(NamedType Type, string Assembly, bool IsAssembly);
