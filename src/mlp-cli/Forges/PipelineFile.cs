namespace Mlp.Cli.Forges;

/// <summary>Files by which jobs of a pipeline tell the next what they did: lines of <c>KEY=value</c>, as GitLab's dotenv reports and GitHub's outputs have them.</summary>
internal static class PipelineFile
{
    public static void Write(string? file, params ReadOnlySpan<(string Key, string? Value)> variables)
    {
        if (file is null)
        {
            return;
        }

        var lines = new List<string>();
        foreach (var (key, value) in variables)
        {
            if (!string.IsNullOrEmpty(value))
            {
                lines.Add($"{key}={value.ReplaceLineEndings(" ")}\n");
            }
        }

        Append(file, string.Concat(lines));
    }

    public static void Append(string file, string text)
    {
        try
        {
            File.AppendAllText(file, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw ForgeErrors.NotWritten(file, e);
        }
    }
}
