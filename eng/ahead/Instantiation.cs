namespace Mlp.Ahead;

/// <summary>A type as the runtime writes it: <c>Outer`1+Inner`1[System.__Canon,int][]</c>.</summary>
/// <param name="Name">Its name, with those that it lies in.</param>
/// <param name="Arguments">What it is generic over.</param>
/// <param name="Arrays">How many times it is an array of it.</param>
internal sealed record TypeName(string Name, TypeName[] Arguments, int Arrays = 0)
{
    public static TypeName Shared { get; } = new("System.__Canon", []);
}

/// <summary>A method and what it is generic over, as the runtime writes it: <c>Type`1[int]:Method[long](System.String)</c>.</summary>
internal sealed record Instantiation(TypeName Owner, string Method, TypeName[] Arguments, int Parameters)
{
    public bool IsGeneric => Owner.Arguments.Length > 0 || Arguments.Length > 0;

    /// <summary>Null for what has no name in metadata, such as code that was made at run time.</summary>
    public static Instantiation? TryParse(string text)
    {
        var at = 0;
        var owner = Type(text, ref at);
        if (at >= text.Length || text[at] != ':' || owner.Name.Length == 0)
        {
            return null;
        }

        var end = text.IndexOfAny(['[', '('], at);
        var method = text[(at + 1)..end];
        at = end;
        var arguments = ArgumentsAt(text, ref at);
        return at < text.Length && text[at] == '(' ? new(owner, method, arguments, Count(text.AsSpan(at + 1))) : null;
    }

    private static TypeName Type(string text, ref int at)
    {
        var begin = at;
        while (at < text.Length && text[at] is not ('[' or ']' or ',' or ':' or '('))
        {
            at++;
        }

        var name = text[begin..at];
        var arguments = ArgumentsAt(text, ref at);
        var arrays = 0;
        for (; at + 1 < text.Length && text[at] == '[' && text[at + 1] == ']'; at += 2)
        {
            arrays++;
        }

        return new(name, arguments, arrays);
    }

    private static TypeName[] ArgumentsAt(string text, ref int at)
    {
        var arguments = new List<TypeName>();
        if (at + 1 < text.Length && text[at] == '[' && text[at + 1] != ']')
        {
            do
            {
                at++;
                arguments.Add(Type(text, ref at));
            }
            while (at < text.Length && text[at] == ',');
            at++;
        }

        return [.. arguments];
    }

    private static int Count(ReadOnlySpan<char> parameters)
    {
        var (depth, count) = (0, parameters is [')', ..] ? 0 : 1);
        foreach (var c in parameters)
        {
            depth += c switch { '[' or '(' => 1, ']' or ')' => -1, _ => 0 };
            count += c == ',' && depth == 0 ? 1 : 0;
        }

        return count;
    }
}
