using Mlp.Root;

namespace Mlp.Training.Sources;

/// <summary>Opens files of events.</summary>
internal static class EventSources
{
    /// <exception cref="TrainingInputException">The file is not one that can be read.</exception>
    public static async Task<IEventSource> Open(string path, SourceFormat? format, TrainingSettings settings, Ct ct)
    {
        try
        {
            return (format ?? FormatOf(path)) switch
            {
                SourceFormat.Root => await RootSource.Open(path, settings.Tree, ct),
                SourceFormat.Csv => CsvSource.Open(path),
                _ => JsonLinesSource.Open(path),
            };
        }
        catch (Exception e) when (e is RootFormatException or IOException or UnauthorizedAccessException or HttpRequestException)
        {
            throw new TrainingInputException(path, $"cannot be read: {e.Message}", "correct its name in the list of files, or replace it", e);
        }
    }

    /// <exception cref="TrainingInputException">The name does not say, or says one that is not read.</exception>
    public static SourceFormat FormatOf(string path)
    {
        var name = Uri.TryCreate(path, UriKind.Absolute, out var address) && !address.IsFile ? address.AbsolutePath : path;
        var extension = Path.GetExtension(name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name).ToUpperInvariant();
        return extension switch
        {
            ".ROOT" => SourceFormat.Root,
            ".CSV" => SourceFormat.Csv,
            ".JSON" or ".JSONL" or ".NDJSON" => SourceFormat.JsonLines,
            ".PARQUET" or ".PQ" => throw new TrainingInputException(path, "is a Parquet file, which is not read", "convert it to ROOT, CSV or JSON lines"),
            _ => throw new TrainingInputException(path, $"'{extension}' does not say what the file is written in", "name it .root, .csv or .json, or say --dtype root, csv or json"),
        };
    }
}
