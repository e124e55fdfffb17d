using System.Reflection.Metadata;

namespace Mlp.Cli.Discovery;

/// <summary>Where a type is defined.</summary>
internal abstract record ResolvedType
{
    internal sealed record Found(AssemblyFile File, TypeDefinition Definition) : ResolvedType;

    /// <summary>In the framework, where no model is.</summary>
    internal sealed record OfFramework : ResolvedType;

    /// <summary>In an assembly that is not in the folder, or cannot be read.</summary>
    internal sealed record InMissingAssembly(string Assembly) : ResolvedType;

    /// <summary>Nowhere: the assembly that should define it does not.</summary>
    internal sealed record Missing(string Assembly) : ResolvedType;
}

/// <summary>Finds definitions in the assemblies of a folder.</summary>
internal sealed class TypeResolution(AssemblyFolder folder)
{
    /// <summary>How often a class may have moved from one assembly to another.</summary>
    private const int MaxForwards = 16;

    public ResolvedType Find(NamedType type)
    {
        var scope = type.Scope;
        for (var forwards = 0; forwards <= MaxForwards; forwards++)
        {
            if (scope.IsFramework)
            {
                return new ResolvedType.OfFramework();
            }

            if (folder.Find(scope.Name) is not { } file)
            {
                return new ResolvedType.InMissingAssembly(scope.Name);
            }

            if (file.Find(default, type.Namespace, type.Path[0]) is { } outermost)
            {
                return Nested(file, outermost, type.Path);
            }

            if (file.ForwardOf(type.Namespace, type.Path[0]) is not { } next)
            {
                return new ResolvedType.Missing(file.FileName);
            }

            scope = next;
        }

        throw new BadImageFormatException($"the class {Visible.Text(type.Path[^1])} is forwarded in a circle");
    }

    private static ResolvedType Nested(AssemblyFile file, TypeDefinitionHandle outermost, IReadOnlyList<string> path)
    {
        var type = outermost;
        foreach (var name in path.Skip(1))
        {
            if (file.Find(type, "", name) is not { } inner)
            {
                return new ResolvedType.Missing(file.FileName);
            }

            type = inner;
        }

        return new ResolvedType.Found(file, file.Reader.GetTypeDefinition(type));
    }
}
