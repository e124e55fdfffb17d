using System.Net.Sockets;
using System.Text;

namespace Mlp.Server.Hosting;

/// <summary>The socket in the registry's home. Its file is open to its owner alone, from its first moment on.</summary>
internal static class LocalSocket
{
    public const string FileName = "registry.sock";
    private const string BindFolder = ".bind";
    private const int LongestPath = 107;
    private const int Backlog = 512;

    public static void DemandShortPath(ServerSettings settings)
    {
        var path = settings.FileInHome(FileName);
        if (!HasShortPath(path))
        {
            throw new StartupException($"the socket's path is longer than the {LongestPath} bytes that sockets allow: {path}", "choose a shorter home with --data or MLP_HOME");
        }
    }

    /// <summary>Whether a socket could be there.</summary>
    public static bool HasShortPath(string path) => Encoding.UTF8.GetByteCount(path) <= LongestPath;

    // Bound in a folder that nobody else enters, then moved: the path never shows a socket that others could open,
    // and one that a killed server left behind is replaced in one step.
    public static Socket Bind(string path)
    {
        var folder = Path.Combine(Path.GetDirectoryName(path)!, BindFolder);
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var temporary = Path.Combine(folder, "s");
        File.Delete(temporary);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(temporary));
        File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        socket.Listen(Backlog);
        File.Move(temporary, path, overwrite: true);
        Directory.Delete(folder);
        return socket;
    }
}
