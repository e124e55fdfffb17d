namespace Mlp.Cli.Hooks;

/// <summary>What the hook keeps beside the repository's own files, in the folder <c>mlp</c> of it. Everything is its owner's alone.</summary>
internal sealed record HookFolder
{
    public const string Name = "mlp";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _path;

    public HookFolder(string repository) => (Repository, _path) = (repository, Path.Combine(repository, Name));

    /// <summary>The bare repository, as a full path.</summary>
    public string Repository { get; }

    public string Options => Path.Combine(_path, "hook.json");

    /// <summary>What git's own hook calls.</summary>
    public string Script => Path.Combine(_path, "post-receive");

    /// <summary>What was pushed, as git told it, until it is queued.</summary>
    public string Received => Path.Combine(_path, "received");

    /// <summary>A file for each release: what waits, what runs, and what became of it.</summary>
    public string Releases => Path.Combine(_path, "releases");

    public string Logs => Path.Combine(_path, "logs");

    /// <summary>Held by whoever turns pushes into releases.</summary>
    public string QueueLock => Path.Combine(_path, "queue.lock");

    /// <summary>Held by the one process that releases.</summary>
    public string WorkerLock => Path.Combine(_path, "worker.lock");

    /// <summary>Which process that is.</summary>
    public string Worker => Path.Combine(_path, "worker.json");

    /// <summary>What it says where it breaks.</summary>
    public string WorkerLog => Path.Combine(_path, "worker.log");

    public bool Exists => File.Exists(Options);

    public string LogOf(QueuedRelease release) => Path.Combine(Logs, release.Log);

    public void Create()
    {
        foreach (var folder in new[] { _path, Received, Releases, Logs })
        {
            if (!OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder, OwnerOnly);
            }
        }
    }

    public void Delete() => Directory.Delete(_path, recursive: true);
}
