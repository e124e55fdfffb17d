namespace Mlp;

/// <summary>What the surroundings say; the only place that asks them.</summary>
/// <param name="Variable">Answers an environment variable, or null.</param>
/// <param name="UserFolder">The user's home.</param>
/// <param name="TemporaryFolder">For files that go away.</param>
internal sealed record ClientEnvironment(Func<string, string?> Variable, string UserFolder, string TemporaryFolder)
{
    public static ClientEnvironment Current { get; } = new(
        Environment.GetEnvironmentVariable,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        Path.GetTempPath());

    public string? Registry => Value("MLP_REGISTRY");

    public string? Profile => Value("MLP_PROFILE");

    public string? Token => Value("MLP_TOKEN");

    public string Home => Path.GetFullPath(Value("MLP_HOME") ?? Path.Combine(UserFolder, ".mlp"));

    public string CacheFolder => Value("MLP_CACHE") ?? Path.Combine(Xdg("XDG_CACHE_HOME", ".cache"), "mlp");

    public string ConfigurationFile => Value("MLP_CONFIG") ?? Path.Combine(Xdg("XDG_CONFIG_HOME", ".config"), "mlp", "config.json");

    /// <summary>A configuration file that was asked for by name has to exist.</summary>
    public bool ConfigurationFileIsGiven => Value("MLP_CONFIG") is not null;

    /// <summary>The <c>mlp</c> program, or null where there is none.</summary>
    public string? Tool => Value("MLP_TOOL") ?? ProgramPaths.FirstOrDefault(File.Exists);

    /// <summary>What starts the tool, where the tool itself asks.</summary>
    public IReadOnlyList<string>? OwnProgram { get; init; }

    /// <summary>A variable that a profile names.</summary>
    public string? Value(string name) => Variable(name) is { Length: > 0 } value ? value : null;

    private IEnumerable<string> ProgramPaths =>
        (Value("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "mlp.exe" : "mlp"));

    // The XDG specification has relative paths ignored.
    private string Xdg(string name, string otherwise) =>
        Value(name) is { } folder && Path.IsPathFullyQualified(folder) ? folder : Path.Combine(UserFolder, otherwise);
}
