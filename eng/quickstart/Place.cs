using System.Diagnostics;
using System.Globalization;

/// <summary>The folder that everything is in, and the server: both go at the end, unless they are to stay.</summary>
internal sealed class Place : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Nobody has to be there for a program that runs in the background.
    private const string Exec = "trap '' HUP; exec \"$@\" > \"$0\" 2>&1 < /dev/null";
    private Process? _server;
    private bool _stays;

    public Place(string repository) => (Repository, Folder) = (repository, Directory.CreateTempSubdirectory("mlp-quickstart-").FullName);

    /// <summary>The sources of mlp.</summary>
    public string Repository { get; }

    public string Folder { get; }

    /// <summary>Outputs of the build of mlp, which stay.</summary>
    public string Build => Path.Combine(Repository, "artifacts", "quickstart");

    public string Packages => PathOf("packages");

    public string Tools => PathOf("tools");

    public string Mlp => PathOf("tools/mlp");

    public string Home => PathOf("home");

    public string Token => PathOf("home/admin.token");

    /// <summary>The model repository, and where it is pushed to.</summary>
    public string Code => PathOf("demo");

    public string Origin => PathOf("demo.git");

    /// <summary>Where the registry listens; null before it does.</summary>
    public Uri? Registry { get; private set; }

    /// <summary>Stops all, and leaves nothing behind.</summary>
    public string StopLine => string.Create(CultureInfo.InvariantCulture, $"MLP_HOME={Home} {Mlp} hook remove --force {Origin}; kill {_server?.Id}; rm -rf {Folder}");

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>A registry with a port of its own, which outlives this program if it is told to.</summary>
    public async Task StartServer(Commands commands, CancellationToken ct)
    {
        var log = PathOf("server.log");
        _server = commands.Start(Folder, "/bin/sh", ["-c", Exec, log, Mlp, "server", "--urls", "http://127.0.0.1:0"]);
        while (Registry is null)
        {
            if (_server.HasExited)
            {
                throw new StepFailedException($"mlp server ended with {_server.ExitCode}", log);
            }

            await Task.Delay(50, ct);
            const string Listening = "listening on ";
            var line = File.Exists(log) ? (await File.ReadAllLinesAsync(log, ct)).FirstOrDefault(line => line.StartsWith(Listening, StringComparison.Ordinal)) : null;
            Registry = line is null ? null : new Uri(line[Listening.Length..]);
        }
    }

    public void Stay() => _stays = true;

    public async ValueTask DisposeAsync()
    {
        if (_stays)
        {
            return;
        }

        // In this order: a release that runs asks the server, and a server that ends takes the models with it.
        if (File.Exists(Mlp) && Directory.Exists(Path.Combine(Origin, "mlp")))
        {
            var remove = new ProcessStartInfo(Mlp, ["hook", "remove", "--force", "--quiet", Origin]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var removing = Process.Start(remove)!;
            await removing.WaitForExitAsync();
        }

        if (_server is { HasExited: false })
        {
            using var patience = new CancellationTokenSource(Patience);
            using var kill = Process.Start("kill", [_server.Id.ToString(CultureInfo.InvariantCulture)]);
            try
            {
                await _server.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _server.Kill(entireProcessTree: true);
            }
        }

        _server?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
