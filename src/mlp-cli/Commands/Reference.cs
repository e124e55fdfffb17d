namespace Mlp.Cli.Commands;

/// <summary>What a command is about: <c>name</c>, or <c>name@version</c>. The form of the version tells whether it is a model type or parameters.</summary>
/// <param name="Name">The name.</param>
/// <param name="Version">The version, where one was given.</param>
/// <param name="Kind">Which of the two, where the version tells it or only one can be meant.</param>
internal sealed record Reference(string Name, string? Version, ReferenceKind? Kind)
{
    private const string Latest = "latest";

    /// <summary>Reads a reference to what can only be of one kind, or to either.</summary>
    /// <param name="text">As it was given.</param>
    /// <param name="only">The one kind, if any.</param>
    /// <param name="refusal">Why it is none.</param>
    public static Reference? TryParse(string text, ReferenceKind? only, out string refusal)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var (name, version) = at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
        if (Mlp.Name.TryParse(name) is null)
        {
            refusal = NotAName(name);
            return null;
        }

        refusal = $"'{text}' does not end with a version: {Accepted(only)}";
        return version is null or Latest ? new(name, null, only) : Versioned(name, version, only);
    }

    public static string NotAName(string text) =>
        $"'{text}' is not a name: names are lower-case letters and digits with single '.', '_' or '-' between them, a letter first, at most 128 characters";

    public override string ToString() => Version is null ? Name : $"{Name}@{Version}";

    private static Reference? Versioned(string name, string version, ReferenceKind? only) => (only, TypeVersion.TryParse(version), ParametersVersion.TryParse(version)) switch
    {
        (not ReferenceKind.Parameters, { } type, _) => new(name, type.ToString(), ReferenceKind.Type),
        (not ReferenceKind.Type, _, { } parameters) => new(name, parameters.ToString(), ReferenceKind.Parameters),
        _ => null,
    };

    private static string Accepted(ReferenceKind? only) => only switch
    {
        ReferenceKind.Type => "that of a model type is written as in beam_line@1.2.0",
        ReferenceKind.Parameters => "that of parameters is written as in beam_line_weights@1.2",
        _ => "write beam_line@1.2.0 for a model type, beam_line_weights@1.2 for parameters",
    };
}
