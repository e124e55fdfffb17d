namespace Mlp.Ahead;

/// <summary>What the runtime says that it compiled while a command ran.</summary>
internal static class Recording
{
    private const string Beginning = "JIT compiled ";
    private const string End = " [Tier0";
    private const string EndOfCounted = " [Instrumented Tier0";

    public static void Add(string list, IEnumerable<string> logs)
    {
        var known = File.Exists(list) ? File.ReadAllLines(list) : [];
        var seen = logs.SelectMany(File.ReadLines).Select(Method).OfType<string>().Where(IsWorthIt);
        File.WriteAllLines(list, known.Concat(seen).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    private static string? Method(string line)
    {
        var begin = line.IndexOf(Beginning, StringComparison.Ordinal);
        var end = Math.Max(line.LastIndexOf(End, StringComparison.Ordinal), line.LastIndexOf(EndOfCounted, StringComparison.Ordinal));
        return begin < 0 || end < 0 ? null : line[(begin + Beginning.Length)..end];
    }

    // Code that is not generic lies where it belongs, and asynchronous methods of this repository are found without a list: their names change with every edit.
    private static bool IsWorthIt(string method) =>
        Instantiation.TryParse(method) is { IsGeneric: true } instantiation && !(method.Contains(StateMachines.Box, StringComparison.Ordinal) && method.Contains("Mlp.", StringComparison.Ordinal) && instantiation.Owner.Arguments.Length > 0);
}
