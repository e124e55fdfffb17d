using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Mlp.Cli.Commands;
using Mlp.Cli.Output;
using Mlp.Training;

namespace Mlp.Cli.Training;

/// <summary>The events that a command was asked about.</summary>
internal sealed class DataWork(ParseResult parsed, EnvironmentSettings environment, Terminal terminal)
{
    private long _events;

    public Terminal Terminal => terminal;

    public async Task<EventData> Open(Ct ct)
    {
        var files = TrainingFiles.From(parsed.GetRequiredValue(DataOptions.Files), parsed.GetValue(DataOptions.Labels), parsed.GetValue(DataOptions.Dtype));
        var settings = parsed.GetValue(DataOptions.Params) is { } path ? TrainingSettings.Read(path) : new();
        var data = await EventData.OpenAsync(files, settings, parsed.GetValue(DataOptions.Preproc), ct);
        foreach (var (branch, reason) in data.LeftOut)
        {
            terminal.Detail($"branch {branch} is left out: {reason}");
        }

        if (data.LeftOut.Count > 0)
        {
            terminal.Note($"{Written.Count(data.LeftOut.Count, "branch")} without numbers left out; --verbose names them");
        }

        return data;
    }

    /// <summary>Specs from the file that was named; else kept, or computed now.</summary>
    public async Task<SpecsOfFiles> Specs(EventData data, Ct ct)
    {
        var given = parsed.GetValue(DataOptions.Specs) is { } path ? DataSpecs.Read(path) : null;
        if (given?.Events is { } events && data.Files.All(events.ContainsKey))
        {
            return new(given, [], new Dictionary<string, long>());
        }

        // Specs of other files say how to normalise, and not how many events there are.
        var own = await Own(data, ct);
        return given is null ? own : own with { All = given with { Events = own.All.Events } };
    }

    private async Task<SpecsOfFiles> Own(EventData data, Ct ct)
    {
        var watch = Stopwatch.StartNew();
        using var story = terminal.Work(() => string.Create(CultureInfo.InvariantCulture, $"specs: {_events:N0} events"), TimeProvider.System);
        var specs = await data.ReadSpecsAsync(Path.Combine(environment.Client.CacheFolder, "specs"), new Counter(this), ct);
        story.Dispose();
        var total = specs.All.Events!["total"];
        terminal.Note(_events == 0 ? $"specs of {total} events: kept from earlier" : $"specs of {total} events: {Rate(total, watch.Elapsed)}");
        foreach (var (file, _) in specs.All.Events!.Where(file => file.Value == 0))
        {
            terminal.Note($"no event of {file} is used: it has none, or none passes the cuts");
        }

        foreach (var (feature, values) in specs.NotFinite)
        {
            terminal.Note($"{Written.Count(values, "value")} of {feature} not finite: they count as missing");
        }

        return specs;
    }

    /// <summary>Draws all features into a folder.</summary>
    public async Task<IReadOnlyList<string>> Draw(EventData data, string folder, Ct ct)
    {
        using var story = terminal.Work("drawing", TimeProvider.System);
        var distributions = await data.ReadDistributionsAsync(ct);
        try
        {
            return distributions.Draw(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataErrors.NotWritten(folder, e);
        }
    }

    public static string Rate(long events, TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s, {events / Math.Max(time.TotalSeconds, 1e-6):N0} events/s");

    private sealed class Counter(DataWork work) : IProgress<EventProgress>
    {
        public void Report(EventProgress value) => work._events = value.Events;
    }
}
