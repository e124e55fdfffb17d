using System.Text.Json;

internal static class Report
{
    /// <summary>Counts a CTRF report and tells the failed and the skipped; a state that is neither counts as failed.</summary>
    public static (Tally Tally, IReadOnlyList<string> Texts) Read(string file)
    {
        try
        {
            using var report = JsonDocument.Parse(File.ReadAllText(file));
            return Count(report);
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            // The run broke before its report was whole; its exit code and output tell the rest.
            return (default, []);
        }
    }

    private static (Tally Tally, IReadOnlyList<string> Texts) Count(JsonDocument report)
    {
        var tests = report.RootElement.GetProperty("results").GetProperty("tests").EnumerateArray()
            .ToLookup(t => t.GetProperty("status").GetString() switch { "passed" => "passed", "skipped" => "skipped", _ => "FAILED" });
        return (new(tests["passed"].Count(), tests["FAILED"].Count(), tests["skipped"].Count()),
            [.. tests["FAILED"].Concat(tests["skipped"]).Select(t => Tell(tests["FAILED"].Contains(t) ? "FAILED" : "skipped", t))]);
    }

    private static string Tell(string state, JsonElement test)
    {
        var text = string.Join('\n', Text(test, "message"), Text(test, "trace"), Reason(test)).Trim();
        return $"  {state} {Text(test, "name")}\n    {text.ReplaceLineEndings("\n    ")}";
    }

    private static string Reason(JsonElement test) => test.TryGetProperty("extra", out var extra) ? Text(extra, "reason") : "";

    private static string Text(JsonElement test, string name) => test.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
