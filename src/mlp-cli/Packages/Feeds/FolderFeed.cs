using System.Runtime.InteropServices;
using System.Text;
using Mlp.Wire;

namespace Mlp.Cli.Packages;

/// <summary>A folder of packages that <c>dotnet restore --source</c> reads. Any number of processes may write to it at once.</summary>
/// <param name="folder">Where it is.</param>
/// <param name="create">Makes it where it is missing.</param>
internal sealed class FolderFeed(string folder, Action<string> create) : IPackageFeed
{
    private const string LockFile = ".lock";
    private const int MayWriteAndEnter = 2 | 1;

    private const UnixFileMode Everyone =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private static readonly EnumerationOptions AnyCase = new() { MatchCasing = MatchCasing.CaseInsensitive };

    public string Name => folder;

    public Task<FeedCheck> Check(Ct ct)
    {
        var existing = folder;
        while (!Path.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        if (!Directory.Exists(existing))
        {
            throw FeedErrors.FolderUnusable(folder, $"'{existing}' is not a folder");
        }

        return !OperatingSystem.IsWindows() && Access([.. Encoding.UTF8.GetBytes(existing), 0], MayWriteAndEnter) != 0
            ? throw FeedErrors.FolderUnusable(folder, $"'{existing}' may not be written to")
            : Task.FromResult(new FeedCheck(Name));
    }

    // Packages appear whole or not at all, so looking needs no lock.
    public Task<bool?> Has(PackageIdentity package, Ct ct) => InFolder(() => Task.FromResult<bool?>(Find(PackageFile.NameOf(package)) is not null));

    public async Task<PushedPackage?> Compare(string packageFile, Ct ct)
    {
        var package = await PackageFile.Read(packageFile, ct);
        return await InFolder(async () =>
            Find(package.FileName) is { } present ? PackageComparison.Answer(package, await PackageComparison.Compare(package, present, ct)) : null);
    }

    public async Task<PushedPackage> Push(string packageFile, IProgress<TransferProgress>? progress, Ct ct)
    {
        var package = await PackageFile.Read(packageFile, ct);
        return await InFolder(async () =>
        {
            create(folder);
            LetOthersLock();
            using var alone = await FileLock.Take(Path.Combine(folder, LockFile), TimeProvider.System, ct);
            return await Push(package, progress, ct);
        });
    }

    public void Dispose()
    {
        // A folder holds nothing open.
    }

    private async Task<T> InFolder<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FeedErrors.FolderUnusable(folder, e.Message, e);
        }
    }

    // NuGet's ids and versions are the same in upper and lower case; file names may not be.
    private string? Find(string fileName) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, fileName, AnyCase).FirstOrDefault() : null;

    private async Task<PushedPackage> Push(PackageFile package, IProgress<TransferProgress>? progress, Ct ct)
    {
        if (Find(package.FileName) is { } present)
        {
            var likeness = await PackageComparison.Compare(package, present, ct);
            DurableFile.SyncName(present);
            return PackageComparison.Answer(package, likeness);
        }

        progress?.Report(new(TransferStage.Uploading, 0, package.Size));
        await DurableFile.Copy(package.Path, Path.Combine(folder, package.FileName), ct);
        progress?.Report(new(TransferStage.Uploading, package.Size, package.Size));
        return new(package.Identity, package.Digest, PushOutcome.Pushed);
    }

    // Several users may share a folder; the file that they lock holds nothing.
    private void LetOthersLock()
    {
        var file = Path.Combine(folder, LockFile);
        if (!OperatingSystem.IsWindows() && !File.Exists(file))
        {
            using var made = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            File.SetUnixFileMode(made.SafeFileHandle, Everyone);
        }
    }

    [DllImport("libc", EntryPoint = "access")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Access(byte[] path, int mode);
}
