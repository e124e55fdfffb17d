using System.Collections;
using System.Globalization;

namespace Mlp.Serving.Options;

/// <summary>Reads arguments and environment variables into options; the arguments win.</summary>
internal static class OptionReader
{
    private const string Prefix = "MLP_SERVING_";
    private const string TokenVariable = Prefix + "TOKEN";
    private static readonly string[] Flags = ["--watch", "--allow-nan", "--until-input-ends", "--follow-input"];

    private static readonly string[] Values =
    [
        "--model", "--parameters", "--name", "--model-version", "--parameters-name", "--parameters-version", "--urls", "--port", "--socket", "--token-file",
        "--instances", "--max-batch", "--max-batch-delay", "--queue", "--timeout", "--max-body", "--sessions", "--session-idle", "--drain-timeout",
    ];

    /// <exception cref="Refusal">An option is unknown or has a value that it cannot have.</exception>
    public static ServingOptions Read(IReadOnlyList<string> arguments, IDictionary environment)
    {
        var given = Arguments(arguments);
        foreach (var (option, value) in Variables(environment))
        {
            given.TryAdd(option, value);
        }

        return Build(given, Text(environment, TokenVariable), environment);
    }

    public static string Usage => $"""
        usage: dotnet Mlp.Serving.dll [--health] [option value]...
        options: {string.Join(' ', Values)} {string.Join(' ', Flags)}
        each is also a variable: --max-batch is {Prefix}MAX_BATCH; {TokenVariable} holds a token itself
        """;

    private static Dictionary<string, string> Arguments(IReadOnlyList<string> arguments)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Count; i++)
        {
            var (option, value) = arguments[i].Split('=', 2) is [var left, var right] ? (left, right) : (arguments[i], null);
            if (Flags.Contains(option))
            {
                value ??= "true";
            }
            else if (Values.Contains(option))
            {
                value ??= i + 1 < arguments.Count ? arguments[++i] : throw Wrong($"option '{option}' has no value", option, $"write {option} <value>");
            }
            else
            {
                throw Wrong($"there is no option '{arguments[i]}'", arguments[i], $"the options are {string.Join(' ', Values.Concat(Flags))}");
            }

            if (!given.TryAdd(option, value))
            {
                throw Wrong($"option '{option}' is given twice", option, "give it once");
            }
        }

        return given;
    }

    private static IEnumerable<(string Option, string Value)> Variables(IDictionary environment)
    {
        foreach (var name in environment.Keys.Cast<string>().Where(key => key.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var option = Values.Concat(Flags).FirstOrDefault(option => VariableOf(option) == name);
            if (option is null && name != TokenVariable)
            {
                throw Wrong($"there is no variable '{name}'", name, $"the variables are {TokenVariable} {string.Join(' ', Values.Concat(Flags).Select(VariableOf))}");
            }

            if (option is not null && Text(environment, name) is { } value)
            {
                yield return (option, value);
            }
        }
    }

    private static ServingOptions Build(Dictionary<string, string> given, string? token, IDictionary environment)
    {
        var defaults = new ServingOptions();
        return new()
        {
            Model = given.GetValueOrDefault("--model", defaults.Model),
            Parameters = given.GetValueOrDefault("--parameters", defaults.Parameters),
            Name = given.GetValueOrDefault("--name"),
            ModelVersion = given.GetValueOrDefault("--model-version"),
            ParametersName = given.GetValueOrDefault("--parameters-name"),
            ParametersVersion = given.GetValueOrDefault("--parameters-version"),
            Addresses = Addresses(given),
            Socket = SocketPath(given),
            Token = TokenOf(given, token),
            Instances = given.ContainsKey("--instances") ? Number(given, "--instances", 1, 1, 256) : null,
            MaxBatch = Number(given, "--max-batch", defaults.MaxBatch, 1, 65_536),
            MaxBatchDelay = Time(given, "--max-batch-delay", defaults.MaxBatchDelay, TimeSpan.Zero),
            Queue = Number(given, "--queue", defaults.Queue, 1, 10_000_000),
            Timeout = Time(given, "--timeout", defaults.Timeout, TimeSpan.FromMilliseconds(10)),
            MaxBody = Size(given, "--max-body", defaults.MaxBody),
            Sessions = Number(given, "--sessions", defaults.Sessions, 1, 10_000_000),
            SessionIdle = Time(given, "--session-idle", defaults.SessionIdle, TimeSpan.FromMilliseconds(10)),
            DrainTimeout = Time(given, "--drain-timeout", defaults.DrainTimeout, TimeSpan.Zero),
            AllowNaN = Flag(given, "--allow-nan"),
            Watch = Flag(given, "--watch"),
            UntilInputEnds = Flag(given, "--until-input-ends"),
            FollowInput = Flag(given, "--follow-input"),
            Traces = Text(environment, "OTEL_EXPORTER_OTLP_ENDPOINT") is not null || Text(environment, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") is not null,
        };
    }

    private static IReadOnlyList<ListenAddress> Addresses(Dictionary<string, string> given)
    {
        var (urls, port) = (given.GetValueOrDefault("--urls"), given.GetValueOrDefault("--port"));
        return (urls, port) switch
        {
            ({ }, { }) => throw Wrong("--urls and --port are both given", port, "give one of them"),
            ({ }, null) => [.. urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Address)],
            (null, { }) => [new(null, Number(given, "--port", 0, 0, ushort.MaxValue))],
            _ => [ListenAddress.Default],
        };
    }

    private static ListenAddress Address(string url) => ListenAddress.TryParse(url)
        ?? throw Wrong($"'{url}' is no address to listen on", url, "write http://<host>:<port>, where the host is *, localhost or an IP address");

    private static string? SocketPath(Dictionary<string, string> given)
    {
        var socket = given.GetValueOrDefault("--socket");
        if (socket is not null && (given.ContainsKey("--urls") || given.ContainsKey("--port")))
        {
            throw Wrong("--socket and an address are both given", socket, "give one of them");
        }

        return socket is null ? null : Path.GetFullPath(socket);
    }

    private static string? TokenOf(Dictionary<string, string> given, string? token)
    {
        if (!given.TryGetValue("--token-file", out var file))
        {
            return token?.Trim();
        }

        if (token is not null)
        {
            throw Wrong($"a token file and {TokenVariable} are both given", file, "give one of them");
        }

        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } text ? text : throw Wrong($"the token file '{file}' is empty", file, "write the token into it");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Wrong($"the token file '{file}' cannot be read: {e.Message}", file, "name a file that holds the token");
        }
    }

    private static int Number(Dictionary<string, string> given, string option, int otherwise, int least, int most) => !given.TryGetValue(option, out var text) ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw Wrong($"'{text}' is no value of {option}", text, $"give a number from {least} to {most}");

    private static TimeSpan Time(Dictionary<string, string> given, string option, TimeSpan otherwise, TimeSpan least) => !given.TryGetValue(option, out var text) ? otherwise
        : Quantity.TryTime(text) is { } time && time >= least ? time
        : throw Wrong($"'{text}' is no value of {option}", text, $"give a time such as 500us, 5ms, 30s or 10m, at least {least.TotalMilliseconds} ms and at most a day");

    private static long Size(Dictionary<string, string> given, string option, long otherwise) => !given.TryGetValue(option, out var text) ? otherwise
        : Quantity.TrySize(text) is >= 1 and <= 1 << 30 and var size ? size
        : throw Wrong($"'{text}' is no value of {option}", text, "give a size such as 65536, 512KiB or 16MiB, at most 1GiB");

    private static bool Flag(Dictionary<string, string> given, string option) => given.GetValueOrDefault(option) switch
    {
        null or "false" => false,
        "true" => true,
        var text => throw Wrong($"'{text}' is no value of {option}", text, "give true or false"),
    };

    private static string? Text(IDictionary environment, string name) => environment[name] as string is { Length: > 0 } text ? text : null;

    private static string VariableOf(string option) => Prefix + option[2..].Replace('-', '_').ToUpperInvariant();

    private static Refusal Wrong(string fact, string? value, string remedy) => new(ErrorCode.WrongOption, fact, value, remedy);
}
