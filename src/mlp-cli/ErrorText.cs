using Mlp.Cli.Output;
using Mlp.Server;

namespace Mlp.Cli;

/// <summary>Errors as people read them, on stderr: code, fact, value, remedy.</summary>
internal static class ErrorText
{
    public static Task Write(UsageException error) => Write(UsageException.Code, error.Message, error.Value, error.Remedy);

    public static Task Write(CommandFailedException error) => Write(error.Code, error.Message, error.Value, error.Remedy);

    public static Task Write(StartupException error) => Write(StartupException.Code, error.Fact, null, error.Remedy);

    public static async Task Write(MlpException error, bool isVerbose)
    {
        await Write(error.Code, error.Message, error.Value, error.Remedy);
        if (isVerbose && error.TraceId is { } trace)
        {
            await Console.Error.WriteLineAsync($"  trace: {SafeText.Line(trace)}");
        }
    }

    private static async Task Write(string code, string fact, string? value, string? remedy)
    {
        await Console.Error.WriteLineAsync($"{code}: {SafeText.Lines(fact)}");
        if (value is not null)
        {
            await Console.Error.WriteLineAsync($"  value: {SafeText.Line(value)}");
        }

        if (remedy is not null)
        {
            await Console.Error.WriteLineAsync($"  remedy: {SafeText.Lines(remedy)}");
        }
    }
}
