using System.Globalization;
using Mlp.Cli.Output;
using Mlp.Training;

namespace Mlp.Cli.Training;

/// <summary>Tells how far a fit is: a line for each epoch; for each chunk, too, where that is wanted.</summary>
internal sealed class FitStory(Terminal terminal, TrainingSettings settings) : IProgress<FitProgress>
{
    public void Report(FitProgress value)
    {
        if (value.Completed is not { } epoch)
        {
            TellChunk(string.Create(CultureInfo.InvariantCulture, $"chunk {value.Chunk}, epoch {value.Epoch}: {value.RowsPerSecond:N0} events/s"));
            return;
        }

        var chunk = epoch.Chunk is { } number ? $"chunk {number}, " : "";
        terminal.Note(string.Create(
            CultureInfo.InvariantCulture, $"{chunk}epoch {epoch.Epoch}/{settings.Epochs}: {FitText.Of(epoch.Train)}; validation: {FitText.Of(epoch.Validation)}; {value.RowsPerSecond:N0} events/s"));
    }

    private void TellChunk(string text)
    {
        if (settings.Verbose > 0)
        {
            terminal.Note(text);
        }
        else
        {
            terminal.Detail(text);
        }
    }
}
