namespace Mlp.Server.Benchmarks;

/// <summary>Prints rows as they are measured.</summary>
internal sealed class Table(TextWriter output)
{
    public void Row(string on, string what, string measured, string goal = "") =>
        output.WriteLine($"| {on,-12} | {what,-32} | {measured,-44} | {goal,-40} |");

    public void Head()
    {
        Row("on", "what", "measured", "goal");
        Row("---", "---", "---", "---");
    }
}
