using System.Text.Json;

namespace Mlp.Training.Inputs;

/// <summary>Files that a user wrote.</summary>
internal static class InputFile
{
    private const long MostBytes = 64 << 20;

    /// <exception cref="TrainingInputException">It cannot be read, or is no JSON.</exception>
    public static JsonDocument ReadJson(string path)
    {
        try
        {
            return JsonDocument.Parse(ReadText(path), new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            var place = e.LineNumber is { } line ? $"{path}, line {line + 1}" : path;
            throw new TrainingInputException(place, $"is no JSON: {e.Message}", "correct it; NaN is written as \"nan\"", e);
        }
    }

    /// <summary>The lines of a list; a # begins a comment.</summary>
    /// <exception cref="TrainingInputException">It cannot be read, or names nothing.</exception>
    public static IReadOnlyList<string> ReadList(string path)
    {
        var text = ReadText(path);
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new TrainingInputException(path, "is no list, but holds other data", "name the list of files; or end the name of a file of events with .root, .csv or .json");
        }

        var lines = text.Split('\n').Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0).ToList();
        return lines.Count > 0 ? lines : throw new TrainingInputException(path, "is a list of nothing", "write one name a line; # begins a comment");
    }

    private static string ReadText(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MostBytes ? File.ReadAllText(path) : throw new TrainingInputException(path, $"is larger than {MostBytes >> 20} MB", "name the list or the parameters, not the data");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrainingInputException(path, $"cannot be read: {e.Message}", "correct the name", e);
        }
    }
}
