using System.Reflection;
using System.Text;
using System.Text.Json;
using Mlp.Cli.Output;
using Mlp.Models;
using Mlp.Training;
using Mlp.Training.Fitting;
using Mlp.Wire;

namespace Mlp.Cli.Training;

/// <summary>One training: specs, fit, and what becomes of the parameters.</summary>
internal sealed class TrainRun(TrainRequest request, DataWork work, ModelSource source, Client client)
{
    private const string Features = "features.json";

    // Small chunks are fitted in less time than a checkpoint takes.
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromSeconds(1);
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private Terminal Terminal => work.Terminal;

    public async Task Run(Ct ct)
    {
        PrepareFolder();
        var data = await work.Open(ct);
        var model = request.Project is { } path ? await source.OfProject(path, request.Type, request.TypeVersion, ct) : await source.OfRegistry(request.Registered!, client, ct);
        using var owned = model.Model as IDisposable;
        await DemandPublishable(model, ct);
        var specs = (await work.Specs(data, ct)).All;
        DemandShape(model, specs.Width);
        if (data.Settings.Histograms is { } pictures)
        {
            var drawn = await work.Draw(data, pictures, ct);
            Terminal.Note($"drew {Written.Count(drawn.Count, "feature")} into {pictures}");
        }

        var report = await Fit(model, data, specs, ct);
        var folder = source.ParametersFolder();
        Export(model.Model, data, specs, folder);
        var published = request.Publish is null ? null : await Publish(model, folder, ct);
        Keep(folder);
        Answer(report, published, data.Settings.Metrics);
    }

    // What would only be found out after hours.
    private async Task DemandPublishable(ModelToTrain model, Ct ct)
    {
        if (request.Publish is null)
        {
            return;
        }

        _ = await client.Types.GetVersionAsync(model.Type, model.Version ?? throw TrainErrors.NoVersion(model.Type), ct);
        Terminal.Note($"training {model.Type} {model.Version}");
    }

    private static void DemandShape(ModelToTrain model, int width)
    {
        var shape = model.Model.GetType().GetCustomAttribute<InputShapeAttribute>()?.Dimensions;
        if (shape is not null && !shape.Contains(-1) && shape.Aggregate(1L, (product, size) => product * size) is var taken && taken != width)
        {
            throw new TrainingInputException(
                $"model type '{model.Type}'", $"takes {taken} numbers, as its InputShape says, and an event becomes {width}", "select the branches that it is made for, or correct its InputShape");
        }
    }

    private async Task<FitReport> Fit(ModelToTrain model, EventData data, DataSpecs specs, Ct ct)
    {
        var settings = data.Settings;
        var options = new StreamingFitOptions
        {
            Epochs = settings.Epochs,
            BatchSize = settings.BatchSize,
            Shuffle = settings.Shuffle,
            Split = settings.Split,
            Threshold = settings.Threshold,
            Procedure = settings.IsStandard ? FitProcedure.Standard : FitProcedure.ChunkByChunk,
            Task = request.Task,
            Seed = request.Seed,
            Patience = request.Patience,
            CheckpointFolder = request.Checkpoint,
            CheckpointInterval = CheckpointInterval,
            DataIdentity = new Dictionary<string, string>(data.Identity) { ["specs"] = $"{Digest.Of(Encoding.UTF8.GetBytes(specs.ToJson()))}" },
            Progress = new FitStory(Terminal, settings),
        };
        if (request.Checkpoint is { } kept && CheckpointFolder.HoldsOne(kept))
        {
            Terminal.Note($"going on from the checkpoint in {kept}");
        }

        try
        {
            return await new StreamingFit(model.Model, each => data.ReadChunksAsync(specs, each), options).RunAsync(ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw TrainErrors.NoCheckpoint(e);
        }
    }

    // Beside what the model needs, what its inputs mean: whoever calls it has to make them the same way.
    private static void Export(IModel model, EventData data, DataSpecs specs, string folder)
    {
        Directory.CreateDirectory(folder);
        var parameters = new ParametersFolder(folder);
        ExportParameters(model, parameters);
        if (!parameters.Exists(Features))
        {
            var padding = float.IsNaN(data.Settings.Padding) ? 0 : data.Settings.Padding;
            var text = JsonSerializer.Serialize(new { columns = specs.Columns, missing = padding, minv = specs.Least, maxv = specs.Largest, jdim = specs.Lengths }, Indented);
            File.WriteAllText(Path.Combine(folder, Features), text + "\n");
        }
    }

#pragma warning disable CA1031 // Code of the model may throw anything.
    private static void ExportParameters(IModel model, ParametersFolder folder)
    {
        try
        {
            model.ExportParameters(folder);
        }
        catch (Exception e)
        {
            throw new ModelFailedException(model.GetType().FullName!, e);
        }
    }
#pragma warning restore CA1031

    private async Task<ParametersVersionInfo> Publish(ModelToTrain model, string folder, Ct ct)
    {
        using var story = Terminal.Transfer(TimeProvider.System);
        var published = await client.PublishParametersAsync(folder, request.Publish!, model.Type, model.Version!, Client.Auto, request.Metadata, story, ct: ct);
        story.Dispose();
        Terminal.Note($"published {published.Name} {published.Version} for {model.Type} {model.Version} ({Written.Size(published.Size)})");
        return published;
    }

    // Before the fit, which may take hours.
    private void PrepareFolder()
    {
        if (request.Into is not { } folder)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(folder);
            if (Directory.EnumerateFileSystemEntries(folder).Any())
            {
                throw TrainErrors.NotEmpty(folder);
            }

            File.OpenHandle(Path.Combine(folder, ".probe"), FileMode.CreateNew, FileAccess.Write, options: FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataErrors.NotWritten(folder, e);
        }
    }

    private void Keep(string folder)
    {
        if (request.Into is not { } into)
        {
            return;
        }

        var written = new List<string>();
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(into, Path.GetRelativePath(folder, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                using var from = File.OpenRead(file);
                using var to = new FileStream(target, FileMode.CreateNew);
                written.Add(target);
                from.CopyTo(to);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            written.ForEach(File.Delete); // Half of it is of no use; what others wrote meanwhile is theirs.
            throw DataErrors.NotWritten(into, e);
        }

        Terminal.Note($"parameters in {into}");
    }

    private void Answer(FitReport report, ParametersVersionInfo? published, bool allMetrics)
    {
        if (Terminal.Format == OutputFormat.Json)
        {
            Terminal.Json(new { report.Rows, report.Width, report.Chunks, report.Epoch, report.StoppedEarly, report.History, report.Test, published, request.Into });
            return;
        }

        foreach (var line in FitText.Lines(report, allMetrics))
        {
            Terminal.Note(line);
        }

        Terminal.Line(published?.Version ?? request.Into!);
    }
}
