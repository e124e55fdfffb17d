using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mlp.Server.Hosting;

/// <summary>
/// Held while a server runs on a home, so that there is only one; the operating system lets go of it when the process
/// ends, however it ends. Beside it lies who holds it.
/// </summary>
internal sealed class ServerLock : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly FileStream _held;
    private readonly string _holder;

    private ServerLock(FileStream held, string holder) => (_held, _holder) = (held, holder);

    [SuppressMessage("Reliability", "CA2000", Justification = "The lock holds the file open, that is what it is.")]
    public static ServerLock Take(ServerSettings settings)
    {
        var holder = settings.FileInHome("server.info");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = OwnerOnly };
            return new(new FileStream(settings.FileInHome("server.lock"), options), holder);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException) && File.Exists(settings.FileInHome("server.lock")))
        {
            throw new StartupException(
                $"another server runs on {settings.Home.FullName}{Describe(holder)}",
                "use that one, stop it first, or give this one another home with --data");
        }
    }

    /// <summary>Tells others where the holder listens.</summary>
    public Task Tell(IEnumerable<string> urls, Ct ct) =>
        OwnerFile.Write(_holder, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n{string.Join('\n', urls)}\n"), ct);

    public void Dispose()
    {
        File.Delete(_holder);
        _held.Dispose();
    }

    private static string Describe(string holder)
    {
        try
        {
            var lines = File.ReadAllLines(holder);
            return lines is not [var process, .. var urls] ? ""
                : urls.Any(url => url.Length > 0) ? $": process {process}, {string.Join(", ", urls)}"
                : $": process {process}, on its socket alone, as commands and programs start one";
        }
        catch (IOException)
        {
            // It is starting or stopping right now.
            return "";
        }
    }
}
