using System.Text.RegularExpressions;

namespace Mlp.Cli.Building;

/// <summary>Passes on what a build says, as it says it, and notes its first error.</summary>
internal sealed partial class BuildOutput(Action<string> story)
{
    private readonly Lock _lock = new();

    /// <summary>The code of the first error, such as CS0103 or NU1101.</summary>
    public string? ErrorCode { get; private set; }

    /// <summary>The project in which it happened.</summary>
    public string? Project { get; private set; }

    public void Line(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lock)
        {
            story(line);
            if (ErrorCode is null && Error().Match(line) is { Success: true } error)
            {
                ErrorCode = error.Groups[1].Value;
                Project = InProject().Match(line) is { Success: true } project ? project.Groups[1].Value : null;
            }
        }
    }

    [GeneratedRegex(@"(?:^|: )error ([A-Z]+[0-9]+)\s*:", RegexOptions.CultureInvariant)]
    private static partial Regex Error();

    [GeneratedRegex(@"\[([^\[\]]+proj)(?:::[^\[\]]*)?\]\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex InProject();
}
