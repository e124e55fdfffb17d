using System.Globalization;

namespace Mlp.Server.Hosting;

/// <summary>The story on stderr: one line each, which says who tells it, or when, and the level.</summary>
/// <param name="output">Takes the lines.</param>
/// <param name="lead">Begins each.</param>
/// <param name="describe">What is told of an exception.</param>
internal sealed class LineLoggerProvider(TextWriter output, Func<string> lead, Func<Exception, string> describe) : ILoggerProvider
{
    private readonly Lock _oneAtATime = new();

    /// <summary>For a log: each line has its time.</summary>
    public static LineLoggerProvider Timed(TextWriter output, TimeProvider clock) =>
        new(output, () => clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), exception => exception.ToString());

    /// <summary>For somebody who runs a command: the reason, without the way there.</summary>
    public static LineLoggerProvider Brief(TextWriter output, string lead) => new(output, () => lead, exception => $"{exception.GetType().Name}: {exception.Message}");

    public ILogger CreateLogger(string categoryName) => new LineLogger(this);

    public void Dispose()
    {
    }

    private void Write(LogLevel level, string message, Exception? exception)
    {
        var line = $"{lead()} {Word(level)} {message}{(exception is null ? "" : $" | {describe(exception)}")}".ReplaceLineEndings(" | ");
        lock (_oneAtATime)
        {
            output.WriteLine(line);
        }
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Critical or LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        _ => "info",
    };

    private sealed class LineLogger(LineLoggerProvider provider) : ILogger
    {
        // What keeps the registry from starting is thrown as well, and told in words of the command line.
        private const string AlsoThrown = "HostedServiceStartupFaulted";

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name != AlsoThrown)
            {
                provider.Write(logLevel, formatter(state, exception), exception);
            }
        }
    }
}
