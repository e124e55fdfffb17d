using System.Globalization;
using System.Text.RegularExpressions;
using Mlp.Server.Hosting;

namespace Mlp.Cli.Commands;

/// <summary>The Docker Engine that a server runs models on, as options and variables name it.</summary>
internal static partial class DockerEngine
{
    private const string UnixScheme = "unix://";
    private const double MostCpus = 10_000;

    // What an engine accepts at least.
    private const long LeastMemory = 6 << 20;

    /// <summary>The engine that Docker's own programs would take.</summary>
    public static string Default(EnvironmentSettings environment) => environment.DockerHost ?? new DockerSettings().Socket;

    /// <summary>The socket of the engine that the environment names, else of Docker's own.</summary>
    public static string Socket(EnvironmentSettings environment) => SocketOf(environment.Docker ?? Default(environment));

    /// <summary>What is meant; null where no engine is.</summary>
    public static DockerSettings? From(string? socket, string? memory, string? cpus, string? network)
    {
        var defaults = new DockerSettings();
        return socket is null ? null : new()
        {
            Socket = SocketOf(socket),
            Memory = memory is null ? defaults.Memory : MemoryOf(memory),
            Cpus = cpus is null ? defaults.Cpus : CpusOf(cpus),
            Network = network is null ? defaults.Network : NetworkOf(network),
        };
    }

    private static string SocketOf(string text)
    {
        var path = text.StartsWith(UnixScheme, StringComparison.Ordinal) ? text[UnixScheme.Length..] : text;
        return Path.IsPathFullyQualified(path) ? path
            : throw new UsageException("the Docker Engine is not named by its Unix socket", text, "write the socket's full path, as in /var/run/docker.sock, or unix:///var/run/docker.sock; only an engine of this machine can be used");
    }

    private static long MemoryOf(string text) => Quantity.Bytes(text, "--docker-memory or MLP_DOCKER_MEMORY") is >= LeastMemory and var bytes ? bytes
        : throw new UsageException("--docker-memory is too little for any container", text, "give it more; a model with its runtime wants some 128MiB at least");

    private static double CpusOf(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cpus) && cpus is 0 or (>= 0.01 and <= MostCpus) ? cpus
            : throw new UsageException("--docker-cpus is no number of processors", text, "write a number such as 1.5, 0.01 at least, or 0 for all");

    private static string NetworkOf(string text) => text is not ("host" or "none") && Network().IsMatch(text) ? text
        : throw new UsageException("--docker-network is no network whose containers can publish a port", text, "name a bridge network: 'docker network ls' lists them");

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Network();
}
