namespace Mlp.Cli.Output;

/// <summary>A list as one JSON array, which is written while it comes.</summary>
internal sealed class JsonRows<T>(Terminal terminal) : IRowWriter<T>
{
    private string? _held;

    public void Add(T row)
    {
        terminal.JsonPart(_held is null ? "[" : _held + ",");
        _held = "  " + Terminal.Serialized(row).Replace("\n", "\n  ", StringComparison.Ordinal);
    }

    public void End()
    {
        terminal.JsonPart(_held ?? "[]");
        if (_held is not null)
        {
            terminal.JsonPart("]");
        }
    }
}
