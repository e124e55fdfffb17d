using System.IO.Compression;

namespace Mlp.Cli.Packages;

/// <summary>How alike two packages are.</summary>
internal enum Likeness
{
    Same,

    /// <summary>The files within are the same, and one package is signed: some feeds sign what they are given.</summary>
    SameButSigned,

    Different,
}

/// <summary>Tells whether a feed has the package that it would be sent.</summary>
internal static class PackageComparison
{
    private const string Signature = ".signature.p7s";

    public static async Task<Likeness> Compare(PackageFile package, string other, Ct ct)
    {
        if (await DigestOf(other, ct) == package.Digest)
        {
            return Likeness.Same;
        }

        try
        {
            return await HoldTheSame(package.Path, other, ct) ? Likeness.SameButSigned : Likeness.Different;
        }
        catch (InvalidDataException)
        {
            return Likeness.Different;
        }
    }

    /// <summary>How a comparison is answered.</summary>
    public static PushedPackage Answer(PackageFile package, Likeness likeness) => likeness switch
    {
        Likeness.Same => new(package.Identity, package.Digest, PushOutcome.AlreadyPresent),
        Likeness.SameButSigned => new(package.Identity, package.Digest, PushOutcome.AlreadyPresent, "the feed signed it; the files within are the same"),
        _ => new(package.Identity, package.Digest, PushOutcome.ContentDiffers),
    };

    private static async Task<Digest> DigestOf(string path, Ct ct)
    {
        using var file = File.OpenHandle(path, options: FileOptions.Asynchronous | FileOptions.SequentialScan);
        return await ContentHash.Of(file, ct);
    }

    private static async Task<bool> HoldTheSame(string one, string two, Ct ct)
    {
        await using var left = await ZipFile.OpenReadAsync(one, ct);
        await using var right = await ZipFile.OpenReadAsync(two, ct);
        var (lefts, rights) = (Entries(left), Entries(right));
        if ((lefts.Count == left.Entries.Count && rights.Count == right.Entries.Count)
            || !lefts.Select(Heading).SequenceEqual(rights.Select(Heading)))
        {
            return false;
        }

        foreach (var (a, b) in lefts.Zip(rights))
        {
            if (!await HaveTheSameBytes(a, b, ct))
            {
                return false;
            }
        }

        return true;
    }

    private static List<ZipArchiveEntry> Entries(ZipArchive archive) =>
        [.. archive.Entries.Where(entry => entry.FullName != Signature).OrderBy(entry => entry.FullName, StringComparer.Ordinal)];

    private static (string Name, long Length, uint Checksum) Heading(ZipArchiveEntry entry) => (entry.FullName, entry.Length, entry.Crc32);

    // In step, so that an entry that unpacks to more than it says costs nothing.
    private static async Task<bool> HaveTheSameBytes(ZipArchiveEntry one, ZipArchiveEntry two, Ct ct)
    {
        await using var left = await one.OpenAsync(ct);
        await using var right = await two.OpenAsync(ct);
        var (a, b) = (new byte[1 << 16], new byte[1 << 16]);
        while (true)
        {
            var read = await left.ReadAtLeastAsync(a, a.Length, throwOnEndOfStream: false, ct);
            var other = await right.ReadAtLeastAsync(b, b.Length, throwOnEndOfStream: false, ct);
            if (!a.AsSpan(0, read).SequenceEqual(b.AsSpan(0, other)))
            {
                return false;
            }

            if (read < a.Length)
            {
                return true;
            }
        }
    }
}
