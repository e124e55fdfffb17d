namespace Mlp.Cli.Output;

/// <summary>A line of a terminal that changes. Blanks wipe what was longer before: an escape sequence would need a terminal that knows it.</summary>
internal sealed class LivingLine(TextWriter terminal)
{
    private int _shown;

    public void Draw(string text)
    {
        terminal.Write("\r" + text.PadRight(_shown));
        _shown = text.Length;
    }

    /// <summary>Takes the line away; what is written next begins where it began.</summary>
    public void Wipe()
    {
        if (_shown > 0)
        {
            Draw("");
            terminal.Write('\r');
        }
    }
}
