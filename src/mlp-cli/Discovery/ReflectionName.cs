using System.Text;

namespace Mlp.Cli.Discovery;

/// <summary>Types as <see cref="System.Reflection.Assembly.GetType(string)"/> of their assembly finds them.</summary>
/// <remarks>Assemblies of type arguments are named without version, so that a name outlives an update.</remarks>
internal static class ReflectionName
{
    public static string Of(ClrType type) => type switch
    {
        PrimitiveType primitive => $"System.{primitive.ClrName}",
        PointerType pointer => Of(pointer.Element) + "*",
        ArrayType array => $"{Of(array.Element)}[{new string(',', array.Rank - 1)}]",
        NamedType named => OfNamed(named),
        GenericParameter parameter => $"!{parameter.Index}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string OfNamed(NamedType type) =>
        (type.Namespace.Length > 0 ? Escaped(type.Namespace) + "." : "")
        + string.Join('+', type.Path.Select(Escaped))
        + (type.Arguments.Count > 0 ? $"[{string.Join(',', type.Arguments.Select(OfArgument))}]" : "");

    private static string OfArgument(ClrType type) => $"[{Of(type)}, {HomeOf(type)}]";

    private static string HomeOf(ClrType type) => type switch
    {
        ArrayType array => HomeOf(array.Element),
        PointerType pointer => HomeOf(pointer.Element),
        NamedType named => named.Scope.Name,
        _ => "System.Runtime",
    };

    private static string Escaped(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            _ = letter is '\\' or '+' or ',' or '[' or ']' or '&' or '*' ? text.Append('\\').Append(letter) : text.Append(letter);
        }

        return text.ToString();
    }
}
