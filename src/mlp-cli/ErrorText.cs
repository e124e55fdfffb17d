using System.Text.Json;
using System.Text.Json.Serialization;
using Mlp.Cli.Output;
using Mlp.Server;

namespace Mlp.Cli;

/// <summary>Errors on stderr, code, fact, value, remedy: lines for people, for programs one JSON object on the last line.</summary>
internal sealed class ErrorText(bool isForPrograms, bool isVerbose)
{
    public Task Write(UsageException error) => Tell(new(UsageException.Code, error.Message, error.Value, error.Remedy));

    public Task Write(CommandFailedException error) => Tell(new(error.Code, error.Message, error.Value, error.Remedy));

    public Task Write(StartupException error) => Tell(new(StartupException.Code, error.Fact, null, error.Remedy));

    public Task Write(MlpException error) => Tell(new(error.Code, error.Message, error.Value, error.Remedy, isVerbose ? error.TraceId : null));

    private async Task Tell(Told error)
    {
        if (isForPrograms)
        {
            await Console.Error.WriteLineAsync(JsonSerializer.Serialize(new { error }, JsonSerializerOptions.Web));
            return;
        }

        await Console.Error.WriteLineAsync($"{error.Code}: {SafeText.Lines(error.Message)}");
        await Line("value", error.Value is null ? null : SafeText.Line(error.Value));
        await Line("remedy", error.Remedy is null ? null : SafeText.Lines(error.Remedy));
        await Line("trace", error.Trace is null ? null : SafeText.Line(error.Trace));
    }

    private static Task Line(string name, string? text) => text is null ? Task.CompletedTask : Console.Error.WriteLineAsync($"  {name}: {text}");

    // Four fields are always there, so that programs need not ask whether they are.
    private sealed record Told(
        string Code, string Message, string? Value, string? Remedy, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Trace = null);
}
