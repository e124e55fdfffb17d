using System.Diagnostics;
using System.Globalization;

namespace Mlp.Cli.Building;

/// <summary>
/// Keeps two builds of one tree apart, which would trip over each other's files. A build outlives its mlp where that is killed: the next one
/// waits for it.
/// </summary>
internal sealed class BuildLock : IDisposable
{
    // Start times are computed from the uptime, a little differently each time.
    private static readonly TimeSpan SameTime = TimeSpan.FromSeconds(2);
    private readonly FileLock _lock;
    private readonly string _builder;

    private BuildLock(FileLock held, string builder) => (_lock, _builder) = (held, builder);

    public static async Task<BuildLock> Take(string folder, Ct ct)
    {
        Directory.CreateDirectory(folder);
        var held = await FileLock.Take(Path.Combine(folder, "build.lock"), TimeProvider.System, ct);
        try
        {
            var builder = Path.Combine(folder, "build.process");
            using var orphan = File.Exists(builder) ? Find(await File.ReadAllTextAsync(builder, ct)) : null;
            await (orphan?.WaitForExitAsync(ct) ?? Task.CompletedTask);
            return new(held, builder);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Says which process builds; one that has ended already needs nobody to wait for it.</summary>
    public void BuiltBy(Process process)
    {
        try
        {
            File.WriteAllText(_builder, string.Create(CultureInfo.InvariantCulture, $"{process.Id} {process.StartTime.ToUniversalTime().Ticks}"));
        }
        catch (InvalidOperationException) when (process.HasExited)
        {
        }
    }

    public void Dispose()
    {
        File.Delete(_builder);
        _lock.Dispose();
    }

    private static Process? Find(string text)
    {
        if (text.Split(' ') is not [var id, var started]
            || !int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
            || !long.TryParse(started, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks))
        {
            return null;
        }

        try
        {
            var process = Process.GetProcessById(processId);
            return (process.StartTime.ToUniversalTime() - new DateTime(ticks, DateTimeKind.Utc)).Duration() < SameTime ? process : null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
