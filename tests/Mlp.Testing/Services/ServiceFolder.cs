using System.Runtime.InteropServices;

namespace Mlp.Testing.Services;

/// <summary>A service's own folder, removed with it; what a killed run left behind is removed by a later one.</summary>
internal sealed partial class ServiceFolder : IDisposable
{
    private const string Prefix = "mlp-service-";
    private static readonly TimeSpan SurelyAbandoned = TimeSpan.FromHours(1);
    private readonly FileStream _lock;

    private ServiceFolder(string path)
    {
        Path = path;
        _lock = new FileStream(path + ".lock", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        Directory.CreateDirectory(path);
    }

    public string Path { get; }

    /// <summary>Makes a folder that belongs to the service's user, on a file system with extended attributes: Swift keeps its metadata in them.</summary>
    public static async Task<ServiceFolder> Create(string user, Ct ct)
    {
        var parent = new[] { System.IO.Path.GetTempPath(), "/var/tmp" }.FirstOrDefault(HasAttributes)
            ?? throw new InvalidOperationException("no temporary folder's file system has extended attributes; set TMPDIR to one that does");
        RemoveAbandoned(parent);
        var folder = new ServiceFolder(System.IO.Path.Combine(parent, Prefix + Guid.NewGuid().ToString("N")[..12]));
        if (ServiceUser.WeAreRoot)
        {
            await Program.Run("/usr/bin/chown", [$"{user}:{user}", folder.Path], ct);
        }

        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        File.Delete(_lock.Name);
        _lock.Dispose();
    }

    private static void RemoveAbandoned(string parent)
    {
        foreach (var file in Directory.EnumerateFiles(parent, Prefix + "*.lock").Where(f => DateTime.UtcNow - File.GetLastWriteTimeUtc(f) > SurelyAbandoned))
        {
            try
            {
                using var held = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                Directory.Delete(System.IO.Path.ChangeExtension(file, null), recursive: true);
                File.Delete(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use, another user's, or just removed by another run: not ours to remove.
            }
        }
    }

    private static bool HasAttributes(string parent)
    {
        var probe = System.IO.Path.Combine(parent, Prefix + "probe-" + Guid.NewGuid().ToString("N"));
        File.WriteAllText(probe, "");
        try
        {
            return SetAttribute(probe, "user.swift.metadata", [1], 1, 0) == 0;
        }
        finally
        {
            File.Delete(probe);
        }
    }

    [LibraryImport("libc", EntryPoint = "setxattr", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetAttribute(string path, string name, ReadOnlySpan<byte> value, nint size, int flags);
}
