using System.CommandLine;
using Mlp.Cli.Hooks;
using Mlp.Server.Hosting;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp server</c>: opens the registry to others.</summary>
internal static class ServerCommand
{
    private const string DefaultUrl = "http://127.0.0.1:7420";
    private const string DefaultIdle = "5m";
    private static readonly char[] Separators = [',', ';', ' '];

    // Longer than the host's own patience with running requests, so that it is the host that decides.
    public static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(40);

    private static readonly Option<string?> Urls = new("--urls")
    {
        Description = $"Addresses to listen on, separated by commas; port 0 takes a free one. [MLP_SERVER_URLS, {DefaultUrl}]",
        HelpName = "url",
    };

    private static readonly Option<string?> Database = new("--database")
    {
        Description = "A SQLite file, or a PostgreSQL connection string or URI; one with a password only in the variable. [MLP_DATABASE, <home>/registry.db]",
        HelpName = "file|uri",
    };

    private static readonly Option<string?> Blobs = new("--blobs")
    {
        Description = "A folder, or s3://bucket/prefix?endpoint=https://…; its keys only in MLP_S3_ACCESS_KEY and MLP_S3_SECRET_KEY. [MLP_BLOBS, <home>/blobs]",
        HelpName = "folder|s3-uri",
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "The home: database, blobs, socket, lock and admin.token. [MLP_HOME, ~/.mlp]",
        HelpName = "folder",
    };

    private static readonly Option<string?> ExitWhenIdle = new("--exit-when-idle")
    {
        Description = $"Stop after this long without a request, as in 30s or 10m; {DefaultIdle} if no duration is given. [MLP_EXIT_WHEN_IDLE, never]",
        HelpName = "duration",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> AllowedHosts = new("--allowed-hosts")
    {
        Description = "Further host names under which the registry may be addressed, separated by commas. [MLP_ALLOWED_HOSTS, none]",
        HelpName = "names",
    };

    private static readonly Option<string?> RateLimit = new("--rate-limit")
    {
        Description = "Requests per second that one token may make; 0 is any number. [MLP_RATE_LIMIT, 5000]",
        HelpName = "number",
    };

    private static readonly Option<string?> MaxBlobBytes = new("--max-blob-bytes")
    {
        Description = "The largest blob that is taken, as in 500MiB. [MLP_MAX_BLOB_BYTES, 16GiB]",
        HelpName = "size",
    };

    private static readonly Option<bool?> Local = Choice.Option<bool?>(
        "--local", "Whether models are served by processes beside the registry; of several registries on one database only one may. [true, on PostgreSQL false]", word => word == "true", "true", "false");

    private static readonly Option<string?> Docker = new("--docker")
    {
        Description = "Models are also served by containers of a Docker Engine, by its Unix socket; without one, that of DOCKER_HOST or /var/run/docker.sock. [MLP_DOCKER, none]",
        HelpName = "socket",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> DockerMemory = new("--docker-memory") { Description = "The memory that each container may use, as in 512MiB. [MLP_DOCKER_MEMORY, 1GiB]", HelpName = "size" };

    private static readonly Option<string?> DockerCpus = new("--docker-cpus") { Description = "The processors that each container may use, as in 1.5; 0 is all. [MLP_DOCKER_CPUS, 0]", HelpName = "number" };

    private static readonly Option<string?> DockerNetwork = new("--docker-network") { Description = "The network of the containers. [MLP_DOCKER_NETWORK, the engine's default]", HelpName = "name" };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new Command("server", "Runs the registry: keeps the record, and answers over HTTP and over the socket in its home.")
        {
            Urls, Database, Blobs, Data, ExitWhenIdle, AllowedHosts, RateLimit, MaxBlobBytes, Local, Docker, DockerMemory, DockerCpus, DockerNetwork,
        };
        command.SetAction((parsed, ct) => Run(Settings(parsed, environment), ct));
        return command;
    }

    // One that a program started for itself serves others too: what ends that program, or its process group, is nothing to it.
    private static bool WasStartedByProgram(ServerSettings settings) =>
        settings is { Urls.Count: 0, ExitWhenIdle: not null } && Console.IsInputRedirected && !OperatingSystem.IsWindows();

    private static async Task<int> Run(ServerSettings settings, Ct ct)
    {
        if (WasStartedByProgram(settings))
        {
            UnixProcess.LeaveSession();
        }

        await using var host = await RegistryHost.Start(settings, Console.Error, TimeProvider.System, ct);
        foreach (var url in host.Urls)
        {
            await Console.Out.WriteLineAsync($"listening on {url}");
        }

        return await host.RunUntilStopped(ct) ? ExitCode.Ok : ExitCode.Failed;
    }

    private static ServerSettings Settings(ParseResult parsed, EnvironmentSettings environment)
    {
        RefuseSecrets(parsed.GetValue(Database), parsed.GetValue(Blobs));
        var stores = RegistrySettings.From(environment with
        {
            Home = parsed.GetValue(Data) ?? environment.Home,
            Database = parsed.GetValue(Database) ?? environment.Database,
            Blobs = parsed.GetValue(Blobs) ?? environment.Blobs,
            MaxBlobBytes = parsed.GetValue(MaxBlobBytes) ?? environment.MaxBlobBytes,
        });
        var idle = parsed.GetResult(ExitWhenIdle) is null ? environment.ExitWhenIdle : parsed.GetValue(ExitWhenIdle) ?? DefaultIdle;
        var rate = parsed.GetValue(RateLimit) ?? environment.RateLimit;
        return stores with
        {
            Urls = List(parsed.GetValue(Urls) ?? environment.Urls ?? DefaultUrl),
            ServingProgram = parsed.GetValue(Local) ?? !DatabaseAddress.IsShared(stores.Database) ? ServingProgram(parsed) : null,
            Docker = Engine(parsed, environment),
            ExitWhenIdle = idle is null ? null : Quantity.Duration(idle, "--exit-when-idle"),
            AllowedHosts = List(parsed.GetValue(AllowedHosts) ?? environment.AllowedHosts ?? ""),
            RateLimit = rate is null ? stores.RateLimit : Quantity.Rate(rate, "--rate-limit"),
        };
    }

    private static DirectoryInfo? ServingProgram(ParseResult parsed) => OwnProgram.Serving ?? (parsed.GetValue(Local) != true ? null
        : throw new UsageException("--local needs the serving program, which this build of mlp does not have with it", null, "install the packed tool: dotnet tool install --global mlp-cli"));

    private static DockerSettings? Engine(ParseResult parsed, EnvironmentSettings environment)
    {
        var socket = parsed.GetResult(Docker) is null ? environment.Docker : parsed.GetValue(Docker) ?? DockerEngine.Default(environment);
        var (memory, cpus, network) = (parsed.GetValue(DockerMemory), parsed.GetValue(DockerCpus), parsed.GetValue(DockerNetwork));
        return socket is null && (memory ?? cpus ?? network) is { } given
            ? throw new UsageException("the limits and the network of containers are for a Docker Engine, and none is named", given, "give --docker, too")
            : DockerEngine.From(socket, memory ?? environment.DockerMemory, cpus ?? environment.DockerCpus, network ?? environment.DockerNetwork);
    }

    // Every user of a machine can list the arguments of all processes.
    private static void RefuseSecrets(string? database, string? blobs)
    {
        if (database is not null && DatabaseAddress.HoldsPassword(database))
        {
            throw new UsageException("--database holds a password, which every user of this machine could read", null, "put the whole text into the variable MLP_DATABASE, or the password into PGPASSWORD or ~/.pgpass");
        }

        if (blobs is not null && Uri.TryCreate(blobs, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0)
        {
            throw new UsageException("--blobs holds keys, which every user of this machine could read", null, "put them into MLP_S3_ACCESS_KEY and MLP_S3_SECRET_KEY");
        }
    }

    private static string[] List(string text) => text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
