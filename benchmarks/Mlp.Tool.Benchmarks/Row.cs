namespace Mlp.Tool.Benchmarks;

/// <summary>A row of the table, written when it is measured.</summary>
internal static class Row
{
    public static void Write(string what, string measured, string goal) => Console.WriteLine($"| {what,-52} | {measured,-44} | {goal,-32} |");
}
