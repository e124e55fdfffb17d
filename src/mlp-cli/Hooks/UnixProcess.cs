using System.Runtime.InteropServices;

namespace Mlp.Cli.Hooks;

/// <summary>What the framework has no call for.</summary>
internal static class UnixProcess
{
    private const int Sigkill = 9;
    private const int Sigterm = 15;

    /// <summary>Leaves the session of the push, so that its end, or the pusher's Ctrl-C, means nothing to this process.</summary>
    public static void LeaveSession() => _ = SetSession();

    /// <summary>What this process starts from now on can be ended with it.</summary>
    public static void LeadGroup() => _ = SetProcessGroup(0, 0);

    /// <summary>Asks a process to end.</summary>
    public static void Terminate(int id) => _ = Kill(id, Sigterm);

    /// <summary>Ends a process, and the group that it leads.</summary>
    public static void KillGroup(int id)
    {
        _ = Kill(-id, Sigkill);
        _ = Kill(id, Sigkill);
    }

    [DllImport("libc", EntryPoint = "setsid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetSession();

    [DllImport("libc", EntryPoint = "setpgid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetProcessGroup(int id, int group);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int id, int signal);
}
