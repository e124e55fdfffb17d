using System.Reflection.Metadata;

namespace Mlp.Cli.Discovery;

/// <summary>A type as metadata names it; nothing is loaded for it.</summary>
internal abstract record ClrType
{
    /// <summary>More than any program has; a damaged or hostile one would grow without end.</summary>
    private const int MaxSize = 1000;

    /// <summary>How many types it is made of, itself included.</summary>
    public virtual int Size => 1;

    /// <summary>The type with the parameters of the generic class it stands in replaced.</summary>
    public abstract ClrType With(IReadOnlyList<ClrType> arguments);

    protected static int Bounded(int size) =>
        size <= MaxSize ? size : throw new BadImageFormatException($"a type is made of more than {MaxSize} types");
}

/// <summary>One of those that have an element type of their own in signatures.</summary>
internal sealed record PrimitiveType(SignatureTypeCode Code, string Keyword, string ClrName) : ClrType
{
    public override ClrType With(IReadOnlyList<ClrType> arguments) => this;
}

internal sealed record GenericParameter(int Index) : ClrType
{
    public override ClrType With(IReadOnlyList<ClrType> arguments) =>
        Index < arguments.Count ? arguments[Index] : throw new BadImageFormatException($"a generic class has no parameter {Index}");
}

internal sealed record ArrayType(ClrType Element, int Rank) : ClrType
{
    public override int Size { get; } = Bounded(1 + Element.Size);

    public override ClrType With(IReadOnlyList<ClrType> arguments) => new ArrayType(Element.With(arguments), Rank);
}

internal sealed record PointerType(ClrType Element) : ClrType
{
    public override int Size { get; } = Bounded(1 + Element.Size);

    public override ClrType With(IReadOnlyList<ClrType> arguments) => new PointerType(Element.With(arguments));
}

/// <summary>A class, structure or interface by name.</summary>
/// <param name="Scope">The assembly that it is said to be in.</param>
/// <param name="Path">The names of enclosing classes and its own, each with its arity.</param>
/// <param name="Arguments">Of the enclosing classes first; none for a type definition.</param>
internal sealed record NamedType(AssemblyScope Scope, string Namespace, IReadOnlyList<string> Path, IReadOnlyList<ClrType> Arguments) : ClrType
{
    private readonly int _hash = Arguments.Aggregate(HashCode.Combine(Namespace, Path[^1], Path.Count), HashCode.Combine);

    public override int Size { get; } = Bounded(1 + Arguments.Sum(argument => argument.Size));

    /// <summary>The definition with type arguments. A copy by "with" would keep size and hash.</summary>
    public NamedType Of(IReadOnlyList<ClrType> arguments) => new(Scope, Namespace, Path, arguments);

    /// <summary>The namespace and name of one that is not nested.</summary>
    public bool Is(string space, string name) => Path.Count == 1 && Path[0] == name && Namespace == space;

    public override ClrType With(IReadOnlyList<ClrType> arguments) =>
        Arguments.Count == 0 ? this : Of([.. Arguments.Select(argument => argument.With(arguments))]);

    /// <summary>The framework's assemblies count as one: which of them a type is said to be in depends on what was compiled against.</summary>
    public bool Equals(NamedType? other) =>
        other is not null && _hash == other._hash
        && ((Scope.IsFramework && other.Scope.IsFramework) || Scope == other.Scope)
        && Namespace == other.Namespace && Path.SequenceEqual(other.Path) && Arguments.SequenceEqual(other.Arguments);

    public override int GetHashCode() => _hash;
}
