using Mlp.Server;

namespace Mlp.Cli;

/// <summary>Errors as people read them, on stderr: code, fact, value, remedy.</summary>
internal static class ErrorText
{
    public static Task Write(UsageException error) => Write(UsageException.Code, error.Message, error.Value, error.Remedy);

    public static Task Write(CommandFailedException error) => Write(error.Code, error.Message, error.Value, error.Remedy);

    public static Task Write(StartupException error) => Write(StartupException.Code, error.Fact, null, error.Remedy);

    public static Task Write(MlpException error) => Write(error.Code, error.Message, error.Value, error.Remedy);

    private static async Task Write(string code, string fact, string? value, string? remedy)
    {
        await Console.Error.WriteLineAsync($"{code}: {fact}");
        if (value is not null)
        {
            await Console.Error.WriteLineAsync($"  value: {value}");
        }

        if (remedy is not null)
        {
            await Console.Error.WriteLineAsync($"  remedy: {remedy}");
        }
    }
}
