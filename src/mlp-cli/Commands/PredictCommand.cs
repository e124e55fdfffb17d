using System.CommandLine;
using System.Text;
using System.Text.Json;
using Mlp.Cli.Deploying;
using Mlp.Cli.Output;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp predict</c>: asks a model, wherever it serves.</summary>
internal static class PredictCommand
{
    private static readonly Option<string> Input = new("--input") { Description = "A file with the input as JSON; - is standard input.", HelpName = "file", Required = true };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "predict",
            "Lets the model that serves a pair predict, and prints its output as JSON.",
            "mlp predict beam_line beam_line_weights --input input.json",
            "echo '[0.1, 0.2]' | mlp predict beam_line beam_line_weights --input -")
        {
            DeployOptions.Type, DeployOptions.Parameters, Input, DeployOptions.AnyTarget,
        };
        command.SetServerWork(environment, Predict);
        return command;
    }

    private static async Task Predict(ParseResult parsed, Client client, Terminal terminal, Ct ct)
    {
        var input = await Read(parsed.GetRequiredValue(Input), ct);
        var output = await client.PredictAsync(
            parsed.GetRequiredValue(DeployOptions.Type), parsed.GetRequiredValue(DeployOptions.Parameters), parsed.GetValue(DeployOptions.AnyTarget), input, ct);
        terminal.JsonPart(Encoding.UTF8.GetString(output));
    }

    private static async Task<byte[]> Read(string file, Ct ct)
    {
        try
        {
            var input = file == "-" ? await ReadAll(Console.OpenStandardInput(), ct) : await File.ReadAllBytesAsync(file, ct);
            using var parsed = JsonDocument.Parse(input, new() { MaxDepth = 1000 });
            return input;
        }
        catch (JsonException e)
        {
            throw DeployErrors.Unreadable(file, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DeployErrors.NoInput(file, e);
        }
    }

    private static async Task<byte[]> ReadAll(Stream input, Ct ct)
    {
        await using (input)
        {
            using var bytes = new MemoryStream();
            await input.CopyToAsync(bytes, ct);
            return bytes.ToArray();
        }
    }
}
