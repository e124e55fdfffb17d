using System.Reflection;
using System.Reflection.Metadata;

namespace Mlp.Cli.Discovery;

/// <summary>Whether instances of a class can be made, as programs that embed it and servers do: without arguments, from outside.</summary>
internal static class ClassCheck
{
    private const int MaxNesting = 100;
    private const byte Instance = 0x20;

    /// <exception cref="BadImageFormatException">The metadata is damaged.</exception>
    public static IEnumerable<Finding> Of(AssemblyFile file, TypeDefinition type, int arguments, ModelDeclaration model, string place)
    {
        var parameters = type.GetGenericParameters().Count;
        if (arguments == 0 && parameters > 0)
        {
            yield return DiscoveryFindings.OpenGeneric(place);
            yield break;
        }

        if (arguments != parameters)
        {
            throw new BadImageFormatException($"a class of {parameters} type parameters is given {arguments}");
        }

        if (WhyNoInstance(file, type) is { } kind)
        {
            yield return DiscoveryFindings.NoInstance(place, kind);
            yield break;
        }

        if (!HasConstructor(file, type))
        {
            yield return DiscoveryFindings.NoConstructor(place);
        }

        if (!model.Standalone && !IsVisible(file, type))
        {
            yield return DiscoveryFindings.NotPublic(place);
        }
    }

    private static string? WhyNoInstance(AssemblyFile file, TypeDefinition type) =>
        type.Attributes.HasFlag(TypeAttributes.Interface) ? "an interface"
        : IsValue(file, type.BaseType) ? "a structure, not a class"
        : (type.Attributes & (TypeAttributes.Abstract | TypeAttributes.Sealed)) switch
        {
            TypeAttributes.Abstract => "abstract",
            TypeAttributes.Abstract | TypeAttributes.Sealed => "static",
            _ => null,
        };

    private static bool IsValue(AssemblyFile file, EntityHandle parent) =>
        !parent.IsNil && TypeSignature.Read(file, parent) is NamedType { Scope.IsFramework: true } type
        && (type.Is("System", "ValueType") || type.Is("System", "Enum"));

    private static bool HasConstructor(AssemblyFile file, TypeDefinition type)
    {
        foreach (var method in type.GetMethods())
        {
            if (IsParameterless(file, method))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsParameterless(AssemblyFile file, MethodDefinitionHandle handle)
    {
        var method = file.Reader.GetMethodDefinition(handle);
        if (!file.Reader.StringComparer.Equals(method.Name, ".ctor") || (method.Attributes & MethodAttributes.MemberAccessMask) != MethodAttributes.Public)
        {
            return false;
        }

        var signature = file.Reader.GetBlobReader(method.Signature);
        return signature.ReadByte() == Instance && signature.ReadCompressedInteger() == 0;
    }

    private static bool IsVisible(AssemblyFile file, TypeDefinition type)
    {
        for (var depth = 0; depth < MaxNesting; depth++)
        {
            if (type.GetDeclaringType() is { IsNil: false } enclosing && (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.NestedPublic)
            {
                type = file.Reader.GetTypeDefinition(enclosing);
            }
            else
            {
                return (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public;
            }
        }

        throw new BadImageFormatException($"classes are nested more than {MaxNesting} deep");
    }
}
