using System.Diagnostics;
using System.Globalization;

namespace Mlp.Cli.Hooks;

/// <summary>Which process: its id, and when it started, because ids are used again.</summary>
internal sealed record ProcessMark(int Id, string Started)
{
    private const int StateField = 0;
    private const int StartField = 19;

    public static ProcessMark Own => Of(Environment.ProcessId);

    public bool IsRunning => Start(Id) == Started;

    public static ProcessMark Of(int id) => new(id, Start(id) ?? "");

    // Null for one that has ended, though its parent may not have asked how yet.
    private static string? Start(int id)
    {
        if (!Directory.Exists("/proc/self"))
        {
            return StartElsewhere(id);
        }

        try
        {
            // The name of the program is in parentheses, and may hold any.
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return fields[StateField] is "Z" or "X" ? null : fields[StartField];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? StartElsewhere(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.StartTime.ToUniversalTime().ToString("s", CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
