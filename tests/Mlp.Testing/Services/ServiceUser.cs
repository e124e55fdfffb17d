using System.Runtime.InteropServices;

namespace Mlp.Testing.Services;

/// <summary>Whom a service runs as: PostgreSQL and memcached refuse root, so root hands over to the user that the package made.</summary>
internal static partial class ServiceUser
{
    public static bool WeAreRoot { get; } = EffectiveUserId() == 0;

    /// <summary>The arguments with which setpriv becomes this user.</summary>
    public static IReadOnlyList<string> Become(string user) => WeAreRoot ? [$"--reuid={user}", $"--regid={user}", "--clear-groups"] : [];

    /// <summary>The user's name: the package's where we are root, else our own.</summary>
    public static string NameOf(string user) => WeAreRoot ? user : Environment.UserName;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint EffectiveUserId();
}
