using System.Text.RegularExpressions;

namespace Mlp.Cli.Scaffolding;

/// <summary>A name that C# takes for a class or a namespace, made from what a person called it.</summary>
internal sealed partial record ClassName
{
    private ClassName(string text) => Text = text;

    public string Text { get; }

    /// <summary>The name of the model type that the class would be.</summary>
    public string ModelName => Models.ModelName.FromClass(Text);

    /// <summary><c>BeamLine</c> for beam-line, beam_line, "beam line" and BeamLine; null where no class can be called so.</summary>
    public static ClassName? TryFrom(string text)
    {
        var words = NoWord().Split(text).Where(word => word.Length > 0);
        var name = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return Pattern().IsMatch(name) ? new(name) : null;
    }

    /// <inheritdoc />
    public override string ToString() => Text;

    [GeneratedRegex("[ ._-]+", RegexOptions.CultureInvariant)]
    private static partial Regex NoWord();

    [GeneratedRegex(@"^[A-Z][A-Za-z0-9]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
