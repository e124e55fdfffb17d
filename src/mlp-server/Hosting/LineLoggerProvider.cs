using System.Globalization;

namespace Mlp.Server.Hosting;

/// <summary>The story on stderr: one line each, with time and level.</summary>
internal sealed class LineLoggerProvider(TextWriter output, TimeProvider clock) : ILoggerProvider
{
    private readonly Lock _oneAtATime = new();

    public ILogger CreateLogger(string categoryName) => new LineLogger(this);

    public void Dispose()
    {
    }

    private void Write(LogLevel level, string message, Exception? exception)
    {
        var time = clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var line = $"{time} {Word(level)} {message}{(exception is null ? "" : $" | {exception}")}".ReplaceLineEndings(" | ");
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
