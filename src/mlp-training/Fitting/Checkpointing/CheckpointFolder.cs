using System.Globalization;
using System.Text.Json;

namespace Mlp.Training.Fitting;

/// <summary>
/// The folder that a fit can go on from. Each checkpoint is a folder in it, made beside and then renamed, so that it is there whole or not
/// at all; the one before goes when it is there.
/// </summary>
internal sealed class CheckpointFolder : IDisposable
{
    private const string Prefix = "checkpoint-";
    private const string Partial = ".checkpoint.partial";
    private const string Lock = ".lock";
    private const string StateFile = "fit.json";
    private const string Parameters = "parameters";
    private const string Training = "training";
    private const string Best = "best";
    private const int MostTold = 3;
    private const int LongestTold = 80;

    private readonly string _folder;
    private readonly FileStream _lock;
    private readonly StreamingFitOptions _options;
    private long _lastWritten;

    private CheckpointFolder(string folder, StreamingFitOptions options)
    {
        _lock = Hold(folder);
        (_folder, _options, _lastWritten) = (folder, options, options.Clock.GetTimestamp());
    }

    /// <summary>Opens the folder, which is this fit's alone until it is disposed of; null where none is wanted.</summary>
    public static CheckpointFolder? Open(StreamingFitOptions options)
    {
        if (options.CheckpointFolder is not { } given)
        {
            return null;
        }

        var folder = Path.GetFullPath(given);
        Make(folder);
        return new(folder, options);
    }

    /// <summary>Whether a fit would go on from something that this folder holds.</summary>
    public static bool HoldsOne(string folder) => Directory.Exists(folder) && Numbers(folder).Any();

    /// <summary>The last checkpoint, the model being given what it had then; null where there is none.</summary>
    /// <param name="identity">What it has to be of.</param>
    /// <param name="bestFolder">Takes the best parameters so far.</param>
    public Checkpoint? Resume(IReadOnlyDictionary<string, string> identity, FittedModel model, string bestFolder)
    {
        if (All() is not [.., var last])
        {
            return null;
        }

        var path = PathOf(last);
        var checkpoint = Read(path);
        Refuse(identity, checkpoint);
        Restore(model, path);
        if (checkpoint.Best is not null)
        {
            Copy(Path.Combine(path, Best), bestFolder);
        }

        return checkpoint;
    }

    /// <summary>Writes a checkpoint if the one before is old enough, or the fit is complete.</summary>
    public void Write(Checkpoint checkpoint, FittedModel model, string bestFolder)
    {
        if (checkpoint.Report is null && _options.Clock.GetElapsedTime(_lastWritten) < _options.CheckpointInterval)
        {
            return;
        }

        var partial = Path.Combine(_folder, Partial);
        Remove(partial);
        Directory.CreateDirectory(partial);
        model.Save(Path.Combine(partial, Parameters), Path.Combine(partial, Training));
        if (checkpoint.Best is not null)
        {
            Copy(bestFolder, Path.Combine(partial, Best));
        }

        using (var file = File.Create(Path.Combine(partial, StateFile)))
        {
            JsonSerializer.Serialize(file, checkpoint, CheckpointJson.Default.Checkpoint);
        }

        Appear(partial);
        _lastWritten = _options.Clock.GetTimestamp();
    }

    public void Dispose() => _lock.Dispose();

    // In a work tree it is no change of the code, or what is fitted would be of no version when the fit goes on.
    private static void Make(string folder)
    {
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, ".gitignore"), "*\n");
        }
    }

    private void Appear(string partial)
    {
        Sync(partial);
        var before = All();
        Directory.Move(partial, PathOf(before is [.., var last] ? last + 1 : 1));
        DurableFolder.Sync(_folder);
        foreach (var old in before)
        {
            Remove(PathOf(old));
        }
    }

    private static void Sync(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(file);
        }

        foreach (var inner in Directory.EnumerateDirectories(folder))
        {
            Sync(inner);
        }

        DurableFolder.Sync(folder);
    }

    private static FileStream Hold(string folder)
    {
        try
        {
            return new(Path.Combine(folder, Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held) when (File.Exists(Path.Combine(folder, Lock)))
        {
            throw new TrainingInputException(
                $"the checkpoint folder '{folder}'", "another fit is using it", "wait until it has ended, or give each fit a folder of its own", held);
        }
    }

    private static Checkpoint Read(string path)
    {
        var file = Path.Combine(path, StateFile);
        try
        {
            using var stream = File.OpenRead(file);
            return JsonSerializer.Deserialize(stream, CheckpointJson.Default.Checkpoint) is { Version: Checkpoint.CurrentVersion } checkpoint
                ? checkpoint
                : throw new JsonException($"its version is not {Checkpoint.CurrentVersion}");
        }
        catch (Exception bad) when (bad is JsonException or FileNotFoundException)
        {
            throw new TrainingInputException(
                $"the checkpoint '{file}'", $"it cannot be read: {bad.Message}", "go on with the version of mlp that wrote it, or delete the folder to begin anew", bad);
        }
    }

    private void Restore(FittedModel model, string path)
    {
        try
        {
            model.Restore(Path.Combine(path, Parameters), Path.Combine(path, Training));
        }
        catch (ModelFailedException refused)
        {
            throw new TrainingInputException($"the checkpoint '{path}'", $"the model does not take it: {refused.InnerException!.Message}", $"delete the folder '{_folder}' to begin anew", refused);
        }
    }

    private void Refuse(IReadOnlyDictionary<string, string> identity, Checkpoint checkpoint)
    {
        var differences = identity.Keys.Union(checkpoint.Identity.Keys).Order(StringComparer.Ordinal)
            .Where(name => identity.GetValueOrDefault(name) != checkpoint.Identity.GetValueOrDefault(name))
            .Select(name => $"'{name}' was {Told(checkpoint.Identity, name)} and is {Told(identity, name)}")
            .ToList();
        if (differences.Count > 0)
        {
            var more = differences.Count > MostTold ? $", and {differences.Count - MostTold} more" : "";
            throw new TrainingInputException(
                $"the checkpoint folder '{_folder}'", $"it is of another fit: {string.Join(", ", differences.Take(MostTold))}{more}",
                "go on with what that fit began with, or give another folder to begin anew");
        }
    }

    private static string Told(IReadOnlyDictionary<string, string> identity, string name) => identity.GetValueOrDefault(name) switch
    {
        null => "not there",
        { Length: > LongestTold } text => text[..LongestTold] + "…",
        var text => text,
    };

    private List<int> All() => [.. Numbers(_folder).Order()];

    private static IEnumerable<int> Numbers(string folder) =>
        Directory.EnumerateDirectories(folder, Prefix + "*")
            .Select(path => int.TryParse(Path.GetFileName(path)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0);

    private string PathOf(int number) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:D6}"));

    private static void Copy(string from, string to)
    {
        Remove(to);
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
