using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Cli.Training;
using Mlp.Training;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp data specs</c>: the extents of all features.</summary>
internal static class DataSpecsCommand
{
    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "specs",
            "Goes through all events once: the least and the greatest value of each feature, and the longest list. Writes global-specs.json, and specs-<file>.json for each file.",
            "mlp data specs --files files.txt --params params.json",
            "mlp data specs --files events.root --params params.json --preproc preproc.json --into specs")
        {
            DataOptions.Files, DataOptions.Labels, DataOptions.Params, DataOptions.Preproc, DataOptions.Dtype, DataOptions.Into,
        };
        command.SetDataWork(environment, Tell);
        return command;
    }

    private static async Task Tell(ParseResult parsed, DataWork work, Ct ct)
    {
        var specs = await work.Specs(await work.Open(ct), ct);
        Write(parsed.GetRequiredValue(DataOptions.Into), specs, work.Terminal);
        if (work.Terminal.Format == OutputFormat.Json)
        {
            work.Terminal.JsonPart(specs.All.ToJson().TrimEnd());
            return;
        }

        work.Terminal.Table(
            [.. specs.All.Flat, .. specs.All.Jagged],
            [
                new Column<string>("FEATURE", name => name),
                new("LONGEST", name => specs.All.Lengths.TryGetValue(name, out var length) ? Written.Number(length) : null),
                new("LEAST", name => Number(specs.All.Least[name])),
                new("GREATEST", name => Number(specs.All.Largest[name])),
            ]);
    }

    private static void Write(string folder, SpecsOfFiles specs, Terminal terminal)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (file, each) in specs.Each)
            {
                each.Write(Path.Combine(folder, $"specs-{UniqueName(file, names)}.json"));
            }

            specs.All.Write(Path.Combine(folder, "global-specs.json"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataErrors.NotWritten(folder, e);
        }

        terminal.Note($"wrote {Path.Combine(folder, "global-specs.json")} and the specs of {Written.Count(specs.Each.Count, "file")}");
    }

    // Files of several folders may have one name.
    private static string UniqueName(string file, HashSet<string> names)
    {
        var name = Path.GetFileNameWithoutExtension(file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file);
        var unique = name;
        for (var i = 2; !names.Add(unique); i++)
        {
            unique = $"{name}-{i}";
        }

        return unique;
    }

    private static string Number(double value) => value.ToString("G7", System.Globalization.CultureInfo.InvariantCulture);
}
