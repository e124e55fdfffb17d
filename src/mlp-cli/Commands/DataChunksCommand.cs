using System.CommandLine;
using System.Diagnostics;
using Mlp.Cli.Output;
using Mlp.Cli.Training;
using Mlp.Training;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp data chunks</c>: the chunks that a model would be fitted on.</summary>
internal static class DataChunksCommand
{
    private const string Columns = "columns.txt";

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "chunks",
            "Writes the chunks that a model would be fitted on, as files that NumPy loads: features, mask and labels of each; columns.txt names the features.",
            "mlp data chunks --files signal.root,background.root --labels 1,0 --params params.json --into chunks")
        {
            DataOptions.Files, DataOptions.Labels, DataOptions.Params, DataOptions.Preproc, DataOptions.Specs, DataOptions.Dtype, DataOptions.Into,
        };
        command.SetDataWork(environment, Write);
        return command;
    }

    private static async Task Write(ParseResult parsed, DataWork work, Ct ct)
    {
        var data = await work.Open(ct);
        var specs = (await work.Specs(data, ct)).All;
        var folder = parsed.GetRequiredValue(DataOptions.Into);
        var (chunks, events, watch) = (new List<Written>(), 0L, Stopwatch.StartNew());
        try
        {
            Directory.CreateDirectory(folder);
            RefuseOlder(folder);
            await File.WriteAllLinesAsync(Path.Combine(folder, Columns), specs.Columns, ct);
            await foreach (var chunk in data.ReadChunksAsync(specs, ct))
            {
                ChunkFiles.Write(folder, chunk);
                chunks.Add(new(chunk.Index, chunk.Rows, chunk.Width));
                events += chunk.Rows;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataErrors.NotWritten(folder, e);
        }

        work.Terminal.Note($"{Output.Written.Count(chunks.Count, "chunk")} of {Output.Written.Count(events, "event")}: {DataWork.Rate(events, watch.Elapsed)}");
        Answer(work.Terminal, folder, chunks, events);
    }

    // More chunks of an earlier time beside the new ones would be taken for theirs.
    private static void RefuseOlder(string folder)
    {
        if (Directory.EnumerateFiles(folder, "chunk-*.npy").Any())
        {
            throw new CommandFailedException("MLP7964", "the folder has chunks already", folder, "remove them, or name another folder with --into");
        }
    }

    private static void Answer(Terminal terminal, string folder, List<Written> chunks, long events)
    {
        if (terminal.Format == OutputFormat.Json)
        {
            terminal.Json(new { folder, events, columns = Columns, chunks });
        }
        else
        {
            terminal.Line(folder);
        }
    }

    private sealed record Written(int Index, int Rows, int Width);
}
