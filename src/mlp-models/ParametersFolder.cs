using System.Diagnostics.CodeAnalysis;
using System.IO.Enumeration;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mlp.Models;

/// <summary>The folder that a model's parameters are exported to and imported from.</summary>
/// <remarks>
/// Files are named relative to the folder, with forward slashes: <c>weights.bin</c>, <c>layers/first.bin</c>. What this class writes
/// appears whole or not at all. A framework that wants a path gets <see cref="FullPath"/> and may write plain files and folders below it.
/// </remarks>
/// <param name="path">The directory; it is made when the first file is written.</param>
public sealed class ParametersFolder(string path)
{
    private const int MostNamesShown = 20;
    private const string NeedsReflection = "Trimmed programs, and those compiled ahead of time, use the overload that takes a JsonTypeInfo.";

    // Strict, because parameters that do not fit are to be refused at import, not to be half understood; "\n" gives the same bytes everywhere.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
    };

    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
    };

    /// <summary>The directory's absolute path.</summary>
    public string FullPath { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <summary>The names of all files, in ordinal order. Files still being written are not among them.</summary>
    /// <exception cref="InvalidOperationException">There is a link among them; parameters are plain files.</exception>
    public IReadOnlyList<string> Files
    {
        get
        {
            var files = List();
            return Array.Find(files, file => file.LinkTarget is not null) is { } link
                ? throw new InvalidOperationException($"'{NameOf(link)}' in '{FullPath}' is a link to '{link.LinkTarget}'; "
                    + "parameters are plain files: copy it there")
                : Names(files);
        }
    }

    /// <summary>Whether there is such a file.</summary>
    /// <param name="name">The file's name in the folder.</param>
    /// <returns>Whether <see cref="OpenRead"/> would find it.</returns>
    public bool Exists(string name) => File.Exists(ParametersPath.Resolve(FullPath, name));

    /// <summary>Starts a file, which replaces one of the same name. It appears, complete, when the stream is disposed of.</summary>
    /// <param name="name">The file's name in the folder.</param>
    /// <returns>A stream to write to.</returns>
    public Stream Create(string name) => Start(name);

    /// <summary>Opens a file.</summary>
    /// <param name="name">The file's name in the folder.</param>
    /// <returns>A stream to read from.</returns>
    /// <exception cref="FileNotFoundException">There is none; the message lists those there are.</exception>
    public Stream OpenRead(string name)
    {
        var file = ParametersPath.Resolve(FullPath, name);
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 64 * 1024);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"there is no parameters file '{name}' in '{FullPath}'; {WhatIsThere()}", name, missing);
        }
    }

    /// <summary>Writes a value as indented JSON with camel-case names.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="name">The file's name in the folder.</param>
    /// <param name="value">The value.</param>
    [RequiresUnreferencedCode(NeedsReflection), RequiresDynamicCode(NeedsReflection)]
    public void WriteJson<T>(string name, T value) =>
        Write(name, value, (file, value) => JsonSerializer.Serialize(file, value, Json));

    /// <summary>Writes a value as JSON, as its source-generated description says.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="name">The file's name in the folder.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">The description.</param>
    public void WriteJson<T>(string name, T value, JsonTypeInfo<T> type) =>
        Write(name, value, (file, value) => JsonSerializer.Serialize(file, value, type));

    /// <summary>
    /// Reads a value that <see cref="WriteJson{T}(string, T)"/> has written. Unknown, repeated and missing members are refused.
    /// </summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="name">The file's name in the folder.</param>
    /// <returns>The value, never null.</returns>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    [RequiresUnreferencedCode(NeedsReflection), RequiresDynamicCode(NeedsReflection)]
    public T ReadJson<T>(string name)
        where T : notnull => ReadJson(name, file => JsonSerializer.Deserialize<T>(file, Json));

    /// <summary>Reads a value from JSON, as its source-generated description says.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="name">The file's name in the folder.</param>
    /// <param name="type">The description.</param>
    /// <returns>The value, never null.</returns>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public T ReadJson<T>(string name, JsonTypeInfo<T> type)
        where T : notnull => ReadJson(name, file => JsonSerializer.Deserialize(file, type));

    /// <summary>Writes numbers as little-endian float32, whatever the machine, and nothing else.</summary>
    /// <param name="name">The file's name in the folder.</param>
    /// <param name="numbers">The numbers.</param>
    public void WriteNumbers(string name, ReadOnlySpan<float> numbers) => Write(name, numbers, LittleEndian.Write);

    /// <summary>Writes numbers as little-endian float64, whatever the machine, and nothing else.</summary>
    /// <param name="name">The file's name in the folder.</param>
    /// <param name="numbers">The numbers.</param>
    public void WriteNumbers(string name, ReadOnlySpan<double> numbers) => Write(name, numbers, LittleEndian.Write);

    /// <summary>Reads a file of little-endian float32 that holds exactly as many as there is room for.</summary>
    /// <param name="name">The file's name in the folder.</param>
    /// <param name="numbers">Takes the numbers.</param>
    /// <exception cref="InvalidDataException">The file holds more or fewer.</exception>
    public void ReadNumbers(string name, Span<float> numbers)
    {
        using var file = OpenRead(name);
        Demand(name, file.Length, numbers.Length, sizeof(float));
        LittleEndian.Read(file, numbers);
    }

    /// <summary>Reads a file of little-endian float64 that holds exactly as many as there is room for.</summary>
    /// <param name="name">The file's name in the folder.</param>
    /// <param name="numbers">Takes the numbers.</param>
    /// <exception cref="InvalidDataException">The file holds more or fewer.</exception>
    public void ReadNumbers(string name, Span<double> numbers)
    {
        using var file = OpenRead(name);
        Demand(name, file.Length, numbers.Length, sizeof(double));
        LittleEndian.Read(file, numbers);
    }

    /// <summary>Reads a whole file of little-endian float32.</summary>
    /// <param name="name">The file's name in the folder.</param>
    /// <returns>The numbers.</returns>
    public float[] ReadSingles(string name)
    {
        using var file = OpenRead(name);
        var numbers = new float[CountIn(name, file.Length, sizeof(float))];
        LittleEndian.Read(file, numbers);
        return numbers;
    }

    /// <summary>Reads a whole file of little-endian float64.</summary>
    /// <param name="name">The file's name in the folder.</param>
    /// <returns>The numbers.</returns>
    public double[] ReadDoubles(string name)
    {
        using var file = OpenRead(name);
        var numbers = new double[CountIn(name, file.Length, sizeof(double))];
        LittleEndian.Read(file, numbers);
        return numbers;
    }

    /// <inheritdoc />
    public override string ToString() => FullPath;

    private WholeFile Start(string name)
    {
        var file = ParametersPath.Resolve(FullPath, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return new WholeFile(file);
    }

    private void Write<T>(string name, T value, Action<Stream, T> write)
        where T : allows ref struct
    {
        var file = Start(name);
        try
        {
            write(file, value);
        }
        catch
        {
            file.Abandon();
            throw;
        }

        file.Dispose();
    }

    private T ReadJson<T>(string name, Func<Stream, T?> read)
    {
        using var file = OpenRead(name);
        try
        {
            return read(file) ?? throw new InvalidDataException($"parameters file '{name}' in '{FullPath}' holds null, "
                + $"not a {typeof(T).Name}");
        }
        catch (JsonException bad)
        {
            throw new InvalidDataException($"parameters file '{name}' in '{FullPath}' is not the JSON of a {typeof(T).Name}: "
                + $"{bad.Message}", bad);
        }
    }

    private long CountIn(string name, long length, int size) => length % size == 0
        ? length / size
        : throw new InvalidDataException($"parameters file '{name}' in '{FullPath}' has {length} bytes, "
            + $"which is no whole number of {size}-byte numbers");

    private void Demand(string name, long length, int count, int size)
    {
        if (length != (long)count * size)
        {
            throw new InvalidDataException(
                $"parameters file '{name}' in '{FullPath}' has {length} bytes, "
                    + $"not the {(long)count * size} of {count} {size}-byte numbers");
        }
    }

    private FileInfo[] List() => !Directory.Exists(FullPath) ? [] :
    [
        .. new FileSystemEnumerable<FileInfo>(FullPath, (ref entry) => (FileInfo)new(entry.ToFullPath()), Everything)
        {
            ShouldIncludePredicate = (ref entry) => (!entry.IsDirectory || IsLink(ref entry)) && !WholeFile.IsPartial(entry.FileName.ToString()),
            ShouldRecursePredicate = (ref entry) => !IsLink(ref entry),
        },
    ];

    private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    private string[] Names(IEnumerable<FileInfo> files) => [.. files.Select(NameOf).Order(StringComparer.Ordinal)];

    private string NameOf(FileInfo file) => Path.GetRelativePath(FullPath, file.FullName).Replace(Path.DirectorySeparatorChar, '/');

    private string WhatIsThere()
    {
        if (!Directory.Exists(FullPath))
        {
            return "the folder does not exist";
        }

        var names = Names(List());
        return names.Length == 0
            ? "the folder is empty"
            : $"there are: "
                + $"{string.Join(", ", names.Take(MostNamesShown))}{(names.Length > MostNamesShown ? $" and {names.Length - MostNamesShown} more" : "")}";
    }
}
