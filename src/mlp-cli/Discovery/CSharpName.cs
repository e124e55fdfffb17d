using System.Globalization;

namespace Mlp.Cli.Discovery;

/// <summary>Types as C# writes them: <c>float[]</c>, <c>IReadOnlyList&lt;double&gt;</c>, <c>(int, string?)</c>, <c>Beams.Reading</c>.</summary>
/// <remarks>
/// Namespaces are left out where every file of a new project imports them. Names of tuple elements and the nullability of classes are no
/// part of a type.
/// </remarks>
internal static class CSharpName
{
    public static string Of(ClrType type) => type switch
    {
        PrimitiveType primitive => primitive.Keyword,
        PointerType pointer => Of(pointer.Element) + "*",
        ArrayType array => OfArray(array),
        NamedType { Scope.IsFramework: true, Namespace: "System" } system => OfSystem(system),
        NamedType named => OfNamed(named),
        GenericParameter parameter => $"T{parameter.Index}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // The outermost array comes first: int[][,] is an array of two-dimensional ones.
    private static string OfArray(ArrayType array)
    {
        var (ranks, element) = ("", (ClrType)array);
        for (; element is ArrayType inner; element = inner.Element)
        {
            ranks += $"[{new string(',', inner.Rank - 1)}]";
        }

        return Of(element) + ranks;
    }

    private static string OfSystem(NamedType type) => (type.Path[0], type.Arguments.Count, type.Path.Count) switch
    {
        ("Nullable`1", 1, 1) => Of(type.Arguments[0]) + "?",
        ("Decimal", 0, 1) => "decimal",
        (_, >= 2, 1) when IsTuple(type) => $"({string.Join(", ", Elements(type).Select(Of))})",
        _ => OfNamed(type),
    };

    private static bool IsTuple(NamedType type) =>
        type.Path[0].StartsWith("ValueTuple`", StringComparison.Ordinal)
        && (type.Arguments.Count < 8 || (type.Arguments.Count == 8 && IsRest(type.Arguments[7])));

    private static bool IsRest(ClrType type) =>
        type is NamedType { Scope.IsFramework: true, Namespace: "System", Path.Count: 1 } rest
        && (rest.Is("System", "ValueTuple`1") || (rest.Arguments.Count >= 2 && IsTuple(rest)));

    // From the eighth element on a tuple holds another one.
    private static IEnumerable<ClrType> Elements(NamedType tuple) =>
        tuple.Arguments.Count < 8 ? tuple.Arguments : tuple.Arguments.Take(7).Concat(Elements((NamedType)tuple.Arguments[7]));

    private static string OfNamed(NamedType type)
    {
        var (names, taken) = (new List<string>(), 0);
        foreach (var part in type.Path)
        {
            var mark = part.LastIndexOf('`');
            var own = mark > 0 && int.TryParse(part.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var arity)
                ? type.Arguments.Skip(taken).Take(arity).Select(Of).ToList()
                : [];
            taken += own.Count;
            names.Add((mark > 0 ? part[..mark] : part) + (own.Count > 0 ? $"<{string.Join(", ", own)}>" : ""));
        }

        var imported = type.Namespace.Length == 0 || (type.Scope.IsFramework && type.Namespace is "System" or "System.Collections.Generic");
        return (imported ? "" : type.Namespace + ".") + string.Join('.', names);
    }
}
