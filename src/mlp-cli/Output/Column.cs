namespace Mlp.Cli.Output;

/// <summary>A column of a table.</summary>
/// <param name="Header">Stands above it.</param>
/// <param name="Text">The cell of a row; nothing is shown as a dash.</param>
internal sealed record Column<T>(string Header, Func<T, string?> Text)
{
    /// <summary>Whether it gives way where a terminal is too narrow: only what describes, never what names.</summary>
    public bool GivesWay { get; init; }
}
