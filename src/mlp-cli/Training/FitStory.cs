using System.Globalization;
using Mlp.Cli.Output;
using Mlp.Training;

namespace Mlp.Cli.Training;

/// <summary>Tells how far a fit is: a line for each epoch.</summary>
internal sealed class FitStory(Terminal terminal, int epochs) : IProgress<FitProgress>
{
    public void Report(FitProgress value)
    {
        if (value.Completed is not { } epoch)
        {
            terminal.Detail(string.Create(CultureInfo.InvariantCulture, $"chunk {value.Chunk}, epoch {value.Epoch}: {value.RowsPerSecond:N0} events/s"));
            return;
        }

        var chunk = epoch.Chunk is { } number ? $"chunk {number}, " : "";
        terminal.Note(string.Create(
            CultureInfo.InvariantCulture, $"{chunk}epoch {epoch.Epoch}/{epochs}: {FitText.Of(epoch.Train)}; validation: {FitText.Of(epoch.Validation)}; {value.RowsPerSecond:N0} events/s"));
    }
}
