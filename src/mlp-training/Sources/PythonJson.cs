namespace Mlp.Training.Sources;

/// <summary>JSON as Python writes it: with NaN and Infinity, which JSON does not have.</summary>
internal static class PythonJson
{
    private static readonly (byte[] Word, byte[] Json)[] Words = [("NaN"u8.ToArray(), "null"u8.ToArray()), ("Infinity"u8.ToArray(), "1e999"u8.ToArray())];

    /// <summary>The same line as JSON: null for NaN, a number beyond all others for Infinity.</summary>
    public static ReadOnlySpan<byte> ToJson(ReadOnlySpan<byte> line) =>
        line.IndexOf(Words[0].Word) < 0 && line.IndexOf(Words[1].Word) < 0 ? line : Replaced(line);

    private static byte[] Replaced(ReadOnlySpan<byte> line)
    {
        var (json, isText) = (new List<byte>(line.Length + 16), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (!isText && WordAt(line[i..]) is ({ } word, { } written))
            {
                json.AddRange(written);
                i += word.Length - 1;
                continue;
            }

            json.Add(line[i]);
            if (isText && line[i] == '\\' && i + 1 < line.Length)
            {
                json.Add(line[++i]);
            }
            else if (line[i] == '"')
            {
                isText = !isText;
            }
        }

        return [.. json];
    }

    private static (byte[]? Word, byte[]? Json) WordAt(ReadOnlySpan<byte> text)
    {
        foreach (var (word, json) in Words)
        {
            if (text.StartsWith(word))
            {
                return (word, json);
            }
        }

        return default;
    }
}
