namespace Mlp.Root;

/// <summary>A type as C++ writes it: a name, what is in its angle brackets, and whether it is a pointer.</summary>
internal sealed record CppType(string Name, IReadOnlyList<CppType> Arguments, bool IsPointer)
{
    private const int MaximalDepth = 32;

    /// <summary>Null where the text is no type.</summary>
    public static CppType? Parse(string text)
    {
        var position = 0;
        var type = Parse(text, ref position, 0);
        return type is not null && text.AsSpan(position).Trim().IsEmpty ? type : null;
    }

    public override string ToString() => (Arguments.Count == 0 ? Name : $"{Name}<{string.Join(',', Arguments)}>") + (IsPointer ? "*" : "");

    private static CppType? Parse(string text, ref int position, int depth)
    {
        if (depth > MaximalDepth)
        {
            return null;
        }

        var start = position;
        var arguments = new List<CppType>();
        while (position < text.Length && text[position] is not ('<' or '>' or ',' or '*' or '&'))
        {
            position++;
        }

        var name = Plain(text[start..position]);
        if (position < text.Length && text[position] == '<')
        {
            if (!ParseArguments(text, ref position, depth, arguments))
            {
                return null;
            }

            // What follows belongs to the name: "map<int,A>::iterator".
            start = position;
            while (position < text.Length && text[position] is not ('>' or ',' or '*' or '&' or '<'))
            {
                position++;
            }

            if (text[start..position].Trim() is { Length: > 0 } inner)
            {
                name = $"{name}<{string.Join(',', arguments)}>{inner}";
                arguments = [];
            }
        }

        var pointer = false;
        while (position < text.Length && (text[position] is '*' or '&' or ' '))
        {
            pointer |= text[position++] == '*';
        }

        return name.Length == 0 ? null : new(name, arguments, pointer);
    }

    private static bool ParseArguments(string text, ref int position, int depth, List<CppType> arguments)
    {
        do
        {
            position++;
            if (Parse(text, ref position, depth + 1) is not { } argument)
            {
                return false;
            }

            arguments.Add(argument);
        }
        while (position < text.Length && text[position] == ',');
        return position < text.Length && text[position++] == '>';
    }

    private static string Plain(string name)
    {
        name = name.Trim();
        if (name.StartsWith("const ", StringComparison.Ordinal))
        {
            name = name[6..].TrimStart();
        }

        return name.StartsWith("std::", StringComparison.Ordinal) ? name[5..] : name;
    }
}
