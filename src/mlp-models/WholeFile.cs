namespace Mlp.Models;

/// <summary>A file that is written under a name of its own and takes its place when it is closed.</summary>
internal sealed class WholeFile : FileStream
{
    private const string Suffix = ".partial";
    private readonly string _final;
    private bool _settled;

    public WholeFile(string final)
        : base(PartialOf(final), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 64 * 1024) => _final = final;

    /// <summary>Whether the file name is one of ours, left behind where a writer died.</summary>
    public static bool IsPartial(string fileName) =>
        fileName.StartsWith('.') && fileName.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Forgets what was written; whatever stood in its place stays.</summary>
    public void Abandon()
    {
        _settled = true;
        Dispose();
        File.Delete(Name);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Settle();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            Settle();
        }
    }

    private static string PartialOf(string final) => Path.Combine(Path.GetDirectoryName(final)!, $".{Guid.NewGuid():N}{Suffix}");

    private void Settle()
    {
        if (!_settled)
        {
            _settled = true;
            File.Move(Name, _final, overwrite: true);
        }
    }
}
