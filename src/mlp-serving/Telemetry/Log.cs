using System.Globalization;

namespace Mlp.Serving.Telemetry;

/// <summary>What the operator reads, on stderr. A model that fails at every request does not flood it.</summary>
internal static class Log
{
    private const int MostPerSecond = 20;
    private static readonly Lock Gate = new();
    private static readonly bool IsVerbose = Environment.GetEnvironmentVariable("MLP_DEBUG") is { Length: > 0 };
    private static long _second;
    private static int _written;
    private static long _left;

    public static void Info(string text) => Write("info", text);

    public static void Error(string text, Exception? failure = null) => Write("error", failure is null ? text : $"{text}: {failure}");

    public static void Debug(string text, Exception failure)
    {
        if (IsVerbose)
        {
            Write("debug", $"{text}: {failure}");
        }
    }

    private static void Write(string level, string text)
    {
        var now = DateTimeOffset.UtcNow;
        lock (Gate)
        {
            if (now.ToUnixTimeSeconds() != _second)
            {
                (_second, _written) = (now.ToUnixTimeSeconds(), 0);
            }

            if (++_written > MostPerSecond)
            {
                _left++;
                return;
            }

            var left = _left > 0 ? string.Create(CultureInfo.InvariantCulture, $"{_left} messages were left out; ") : "";
            _left = 0;
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{now:yyyy-MM-ddTHH:mm:ss.fffZ} {level} {left}{text}"));
        }
    }
}
