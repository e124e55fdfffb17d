using System.Globalization;
using Mlp.Training.Sources;

namespace Mlp.Training;

/// <summary>Which files hold the events, and where their labels come from.</summary>
public sealed class TrainingFiles
{
    private static readonly string[] ListExtensions = ["", ".TXT", ".LIST", ".LST"];

    private TrainingFiles(IReadOnlyList<string> names, SourceFormat? format, IReadOnlyList<float>? labels, string? labelBranch, string? labelFile) =>
        (Names, Format, Labels, LabelBranch, LabelFile) = (names, format, labels, labelBranch, labelFile);

    /// <summary>Paths or addresses.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What the files are written in; null where their names say it.</summary>
    public SourceFormat? Format { get; }

    /// <summary>The label of each file's events; null where a branch holds them, or there are none.</summary>
    public IReadOnlyList<float>? Labels { get; }

    /// <summary>The branch that holds the labels; null where there is none.</summary>
    public string? LabelBranch { get; }

    /// <summary>The list that the labels were read from; null where they are from elsewhere.</summary>
    internal string? LabelFile { get; }

    /// <summary>Takes the values of <c>--files</c> and <c>--labels</c>.</summary>
    /// <param name="files">A list file, a file of events, or several with commas between.</param>
    /// <param name="labels">A list file, labels with commas between, or the name of a branch; null for none.</param>
    /// <param name="format">What the files are written in; null where their names say it.</param>
    /// <exception cref="TrainingInputException">A list cannot be read, or has another length than the other.</exception>
    public static TrainingFiles From(string files, string? labels = null, SourceFormat? format = null)
    {
        var names = FileNames(files);
        foreach (var name in names)
        {
            _ = format ?? EventSources.FormatOf(name);
        }

        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new TrainingInputException(files, $"names '{twice.Key}' twice", "name each file once");
        }

        var (values, branch) = labels is null ? default : LabelsOf(labels);
        return values is null || values.Count == names.Count
            ? new(names, format, values, branch, values is not null && File.Exists(labels) ? labels : null)
            : throw new TrainingInputException(labels!, $"has {values.Count} labels for {names.Count} files", "give one label for each file, in the order of the files");
    }

    /// <summary>Where a file is: with the redirector before it if this machine does not have it.</summary>
    internal static string Locate(string name, string? redirector)
    {
        var located = redirector is null || File.Exists(name) || name.Contains("://", StringComparison.Ordinal) ? name : $"{redirector.TrimEnd('/')}/{name}";
        return located.StartsWith("root://", StringComparison.OrdinalIgnoreCase) || located.StartsWith("xroot", StringComparison.OrdinalIgnoreCase)
            ? throw new TrainingInputException(located, "is an XRootD address, which is not read", "name an https address of the same file, or copy it here with xrdcp")
            : located;
    }

    private static IReadOnlyList<string> FileNames(string files)
    {
        var parts = files.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts switch
        {
            [] => throw new TrainingInputException("--files", "names no file", "name a list file, or files with commas between"),
            [var only] when Directory.Exists(only) => throw new TrainingInputException(only, "is a folder", "name the files in it, or write their names into a list file"),
            [var only] when IsList(only) => InputFile(only),
            _ => parts,
        };
    }

    private static IReadOnlyList<string> InputFile(string path) => Inputs.InputFile.ReadList(path);

    private static bool IsList(string name) =>
        !name.Contains("://", StringComparison.Ordinal) && ListExtensions.Contains(Path.GetExtension(name).ToUpperInvariant());

    private static (IReadOnlyList<float>? Values, string? Branch) LabelsOf(string labels)
    {
        var isFile = File.Exists(labels);
        var parts = isFile ? InputFile(labels) : labels.Split(',', StringSplitOptions.TrimEntries);
        var numbers = parts.Select(part => float.TryParse(part, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value) ? value : (float?)null).ToList();
        if (numbers.TrueForAll(number => number is not null) && numbers.Count > 0)
        {
            return ([.. numbers.Select(number => number!.Value)], null);
        }

        return parts is [var branch] && !branch.EndsWith(".txt", StringComparison.OrdinalIgnoreCase)
            ? (null, branch)
            : throw new TrainingInputException(labels, parts.Count < 2 ? "is no file and no branch" : $"'{parts[numbers.IndexOf(null)]}' is no number", "give a number for each file, or the name of the branch that holds the labels");
    }
}
