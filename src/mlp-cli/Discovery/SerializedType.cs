using System.Reflection.Metadata;

namespace Mlp.Cli.Discovery;

/// <summary>Types as attributes spell them (ECMA-335, II.23.3): as reflection does, with the assembly where it is another one.</summary>
internal static class SerializedType
{
    private static readonly TypeNameParseOptions Bounds = new() { MaxNodes = 200 };

    /// <summary>The type, or null where the text names none that a model could be.</summary>
    /// <param name="text">As it stands in the attribute.</param>
    /// <param name="home">The assembly that has the attribute.</param>
    public static ClrType? Read(string text, AssemblyScope home) =>
        TypeName.TryParse(text, out var name, Bounds) ? Read(name, home) : null;

    private static ClrType? Read(TypeName name, AssemblyScope home)
    {
        if (name.IsArray)
        {
            return Read(name.GetElementType(), home) is { } element ? new ArrayType(element, name.GetArrayRank()) : null;
        }

        if (name.IsPointer)
        {
            return Read(name.GetElementType(), home) is { } target ? new PointerType(target) : null;
        }

        return name.IsByRef ? null
            : name.IsConstructedGenericType ? Constructed(name, home)
            : Simple(name, home) is { } simple ? PrimitiveTypes.Of(simple) ?? (ClrType)simple : null;
    }

    private static NamedType? Constructed(TypeName name, AssemblyScope home)
    {
        var arguments = new List<ClrType>();
        foreach (var argument in name.GetGenericArguments())
        {
            if (Read(argument, home) is not { } type)
            {
                return null;
            }

            arguments.Add(type);
        }

        return Simple(name.GetGenericTypeDefinition(), home).Of(arguments);
    }

    private static NamedType Simple(TypeName name, AssemblyScope home)
    {
        var (path, outer) = (new List<string> { TypeName.Unescape(name.Name) }, name);
        while (outer.IsNested)
        {
            outer = outer.DeclaringType;
            path.Insert(0, TypeName.Unescape(outer.Name));
        }

        var scope = outer.AssemblyName is { } assembly ? AssemblyScope.Of(assembly.Name, assembly.PublicKeyOrToken) : home;
        return new(scope, TypeName.Unescape(outer.Namespace), path, []);
    }
}
