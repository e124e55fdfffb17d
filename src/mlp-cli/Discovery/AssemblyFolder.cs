namespace Mlp.Cli.Discovery;

/// <summary>The assemblies of an output folder; what is none is noted.</summary>
internal sealed class AssemblyFolder : IDisposable
{
    private static readonly EnumerationOptions TopOnly = new() { MatchCasing = MatchCasing.CaseInsensitive, AttributesToSkip = FileAttributes.None };

    private readonly Dictionary<string, AssemblyFile> _assemblies = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _notes = [];

    private readonly IReadOnlyDictionary<string, string> _elsewhere;
    private readonly Dictionary<string, AssemblyFile?> _fetched = new(StringComparer.OrdinalIgnoreCase);

    private AssemblyFolder(IEnumerable<string> paths, IReadOnlyDictionary<string, string> elsewhere)
    {
        _elsewhere = elsewhere;
        foreach (var path in paths)
        {
            Add(path);
        }
    }

    /// <summary>In the order of their names.</summary>
    public IEnumerable<AssemblyFile> Assemblies => _assemblies.Values;

    public IReadOnlyList<string> Notes => _notes;

    /// <param name="folder">What was built or published.</param>
    /// <param name="elsewhere">Files by the simple names of assemblies that the folder may lack: a library is built without the packages it uses.</param>
    public static AssemblyFolder Open(DirectoryInfo folder, IReadOnlyDictionary<string, string> elsewhere) =>
        folder.Exists
            ? new(Directory.EnumerateFiles(folder.FullName, "*.dll", TopOnly).Order(StringComparer.Ordinal), elsewhere)
            : throw DiscoveryFindings.NoOutput(folder);

    public AssemblyFile? Find(string name) => _assemblies.GetValueOrDefault(name) ?? Fetch(name);

    public void Dispose()
    {
        foreach (var assembly in _assemblies.Values.Concat(_fetched.Values))
        {
            assembly?.Dispose();
        }
    }

    private AssemblyFile? Fetch(string name)
    {
        if (!_fetched.TryGetValue(name, out var assembly))
        {
            _fetched[name] = assembly = _elsewhere.TryGetValue(name, out var path) ? TryOpen(path) : null;
        }

        return assembly;
    }

    private AssemblyFile? TryOpen(string path)
    {
        try
        {
            return AssemblyFile.Open(path);
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            _notes.Add($"{Visible.Text(Path.GetFileName(path))} is skipped: {Visible.Text(e.Message)}");
            return null;
        }
    }

    private void Add(string path)
    {
#pragma warning disable CA2000 // Belongs to the folder, which disposes of all.
        if (TryOpen(path) is { } assembly && !_assemblies.TryAdd(assembly.Scope.Name, assembly))
#pragma warning restore CA2000
        {
            assembly.Dispose();
            _notes.Add($"{assembly.FileName} is skipped: {_assemblies[assembly.Scope.Name].FileName} has the same name");
        }
    }
}
