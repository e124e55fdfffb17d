using Mlp.Cli;
using Mlp.Testing;

namespace Mlp.Tool.Tests;

public sealed class WorkFolderTests : IDisposable
{
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void What_killed_commands_left_is_removed_when_it_is_a_day_old_and_nobody_holds_it()
    {
        var (left, young, held) = (Folder("mlp-work-left", days: 2), Folder("mlp-work-young", days: 0), Folder("mlp-work-held", days: 2));
        var (others, shared) = (Folder("mlp-user-x", days: 2), Folder("mlp-work-shared", days: 2));
        File.SetUnixFileMode(shared, OwnersAlone | UnixFileMode.GroupWrite);
        var elsewhere = Folder("elsewhere", days: 2);
        var link = Path.Combine(_temporary.Path, "mlp-work-link");
        Directory.CreateSymbolicLink(link, elsewhere);
        using (new FileStream(Path.Combine(held, "lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            WorkFolder.RemoveAbandoned(_temporary.Path, TimeProvider.System);
        }

        Assert.False(Directory.Exists(left));
        Assert.All([young, held, others, shared, elsewhere, link], folder => Assert.True(File.Exists(Path.Combine(folder, "work", "package"))));
    }

    [Fact]
    public void A_folder_in_use_is_held_and_gone_with_its_user()
    {
        string parent;
        using (var folder = new WorkFolder())
        {
            parent = Path.GetDirectoryName(folder.Path)!;
            Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
            Assert.Throws<IOException>(() => File.Open(Path.Combine(parent, "lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        }

        Assert.False(Directory.Exists(parent));
    }

    private string Folder(string name, int days)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_temporary.Path, name), OwnersAlone).FullName;
        File.WriteAllText(Path.Combine(folder, "lock"), "");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "work")).FullName, "package"), "bytes");
        Directory.SetLastWriteTimeUtc(folder, DateTime.UtcNow - TimeSpan.FromDays(days));
        return folder;
    }
}
