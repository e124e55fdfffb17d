using System.Security.Cryptography;

namespace Mlp.Testing.Services;

/// <summary>A real PostgreSQL with a data folder of its own, durable commits on, listening on a loopback port.</summary>
public sealed class PostgresService : IAsyncDisposable
{
    private const string User = "postgres";
    private readonly ServiceFolder _folder;
    private readonly ServiceProcess _server;
    private readonly string _programs;
    private readonly string _password;
    private readonly int _port;
    private int _databases;

    private PostgresService(ServiceFolder folder, ServiceProcess server, string programs, string password, int port)
    {
        (_folder, _server, _programs, _password, _port) = (folder, server, programs, password, port);
    }

    public static async Task<PostgresService> Start(Ct ct)
    {
        var programs = Program.NewestFolder("/usr/lib/postgresql", "bin");
        var folder = await ServiceFolder.Create(User, ct);
        try
        {
            var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
            await MakeCluster(programs, folder.Path, password, ct);
            return await FreePorts.Use(1, async ports =>
                new PostgresService(folder, await StartServer(programs, folder.Path, ports[0], ct), programs, password, ports[0]));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Makes an empty database and answers its connection string.</summary>
    public async Task<string> CreateDatabase(Ct ct = default)
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await AsOwner(Path.Combine(_programs, "createdb"), ["-h", _folder.Path, "-p", Text(_port), "-U", User, "-T", "template0", name], ct);
        return $"Host=127.0.0.1;Port={_port};Username={User};Password={_password};Database={name}";
    }

    /// <summary>Ends the server as its operator would: clients are disconnected, open transactions rolled back.</summary>
    public void Stop() => _server.Stop();

    /// <summary>Ends the server as a power cut would.</summary>
    public void Kill() => _server.Kill();

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task MakeCluster(string programs, string folder, string password, Ct ct)
    {
        var secret = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(secret, password, ct);
        if (ServiceUser.WeAreRoot)
        {
            await Program.Run("/usr/bin/chown", [$"{User}:{User}", secret], ct);
        }

        // The socket lies in a folder that only its owner enters, so it may trust; the port, which anyone reaches, wants the password.
        await AsOwner(Path.Combine(programs, "initdb"),
            ["-D", Path.Combine(folder, "data"), "-U", User, "-E", "UTF8", "--locale=C", "--no-sync",
                "--auth-local=trust", "--auth-host=scram-sha-256", $"--pwfile={secret}"], ct);
    }

    private static async Task<ServiceProcess> StartServer(string programs, string folder, int port, Ct ct)
    {
        string[] arguments = ["-D", Path.Combine(folder, "data"), "-p", Text(port), "-h", "127.0.0.1", "-k", folder, "-c", "max_connections=400"];

        // SIGINT is the fast shutdown: clients left connected would hold up the polite one. SIGQUIT ends at once and takes the shared memory along.
        var server = new ServiceProcess(new("postgres", User, Path.Combine(programs, "postgres"), arguments)
        {
            StopSignal = StopSignal.Interrupt,
            SignalWhenWeDie = "QUIT",
        });
        try
        {
            await server.UntilReady(() => Task.FromResult(server.HasSaid("ready to accept connections")), ct);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    private static Task AsOwner(string program, IReadOnlyList<string> arguments, Ct ct) =>
        Program.Run("/usr/bin/setpriv", [.. ServiceUser.Become(User), "--", Program.Installed(program), .. arguments], ct);

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
