using System.Runtime.InteropServices;

namespace Mlp.Cli.Hooks;

/// <summary>What the framework has no call for.</summary>
internal static class UnixProcess
{
    private const int Sigterm = 15;

    /// <summary>Leaves the session of the push, so that its end, or the pusher's Ctrl-C, means nothing to this process.</summary>
    public static void LeaveSession() => _ = SetSession();

    /// <summary>Asks a process to end.</summary>
    public static void Terminate(int id) => _ = Kill(id, Sigterm);

    [DllImport("libc", EntryPoint = "setsid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetSession();

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int id, int signal);
}
