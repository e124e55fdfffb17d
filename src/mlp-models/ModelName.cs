using System.Text;

namespace Mlp.Models;

/// <summary>The rule by which a model type gets its name.</summary>
public static class ModelName
{
    /// <summary>The longest name that is accepted.</summary>
    public const int MaxLength = 128;

    /// <summary>
    /// Whether the text is a name: lower-case letters and digits, single <c>.</c>, <c>_</c> or <c>-</c> between them, a letter first.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether it may name a model type.</returns>
    public static bool IsValid(string? text)
    {
        // By hand: nearly every start of a program that uses a name would pay a pattern's milliseconds.
        if (text is not { Length: >= 1 and <= MaxLength } || !char.IsAsciiLetterLower(text[0]) || IsSeparator(text[^1]))
        {
            return false;
        }

        for (var i = 1; i < text.Length; i++)
        {
            var fits = char.IsAsciiLetterLower(text[i]) || char.IsAsciiDigit(text[i]) || (IsSeparator(text[i]) && !IsSeparator(text[i - 1]));
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The name of a class that was given none: <c>BeamLineModel</c> is <c>beam_line_model</c>, <c>HTTPModel2</c> is <c>http_model2</c>.
    /// </summary>
    /// <remarks>
    /// A capital starts a word after a small letter or a digit, and before a small letter; underscores separate words; digits stay with the
    /// word before them. Namespace, enclosing classes and generic parameters do not count.
    /// </remarks>
    /// <param name="className">The class as C#, reflection or metadata spell it, with or without namespace.</param>
    /// <returns>A name for which <see cref="IsValid"/> holds.</returns>
    /// <exception cref="ArgumentException">No name follows from the class: it has letters beyond A to Z, or is too long.</exception>
    public static string FromClass(string className)
    {
        var name = SnakeCase(SimpleName(className));
        return IsValid(name)
            ? name
            : throw new ArgumentException(
                $"no model name follows from the class '{className}' ('{name}' is none: lower-case a to z and digits, single '.', "
                    + "'_' or '-' "
                + $"between them, a letter first, at most {MaxLength} characters); "
                    + $"name it: [assembly: MlpModel(typeof({SimpleName(className)}), \"a_name\")]",
                nameof(className));
    }

    /// <summary>The name of the class as an assembly declares it with <see cref="MlpModelAttribute"/>.</summary>
    /// <param name="model">The class.</param>
    /// <param name="declaredBy">The assembly that declares it; null means the class's own.</param>
    /// <returns>The name, or null where the assembly does not declare the class as a model.</returns>
    /// <exception cref="ArgumentException">The declared name is none, or none follows from the class.</exception>
    public static string? Declared(Type model, System.Reflection.Assembly? declaredBy = null)
    {
        var attributes = (MlpModelAttribute[])Attribute.GetCustomAttributes(declaredBy ?? model.Assembly, typeof(MlpModelAttribute));
        return Array.Find(attributes, a => a.Model == model) switch
        {
            null => null,
            { Name: null } => FromClass(model.Name),
            { Name: var name } when IsValid(name) => name,
            { Name: var name } => throw new ArgumentException(
                $"'{name}' cannot name the model {model.FullName}: lower-case a to z and digits, single '.', '_' or '-' between them, "
                + $"a letter first, at most {MaxLength} characters; correct it in [assembly: MlpModel(typeof({model.Name}), …)]",
                nameof(model)),
        };
    }

    // Before the arguments of a constructed generic, behind namespace and enclosing class, before the arity.
    private static string SimpleName(string className)
    {
        var open = className.Split('[', '<')[0];
        return open[(open.LastIndexOfAny(['.', '+', '/']) + 1)..].Split('`')[0];
    }

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] != '_')
            {
                var startsWord = text.Length > 0 && (name[i - 1] == '_' || IsWordStart(name, i));
                text.Append(startsWord ? "_" : "").Append(char.IsAsciiLetterUpper(name[i]) ? char.ToLowerInvariant(name[i]) : name[i]);
            }
        }

        return text.ToString();
    }

    private static bool IsWordStart(string name, int i) =>
        char.IsAsciiLetterUpper(name[i])
        && (!char.IsAsciiLetterUpper(name[i - 1]) || (i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1])));

    private static bool IsSeparator(char letter) => letter is '.' or '_' or '-';
}
