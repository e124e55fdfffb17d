namespace Mlp.Serving.Loading;

/// <summary>What tells that files of folders have changed: their names, sizes and times.</summary>
internal readonly record struct FolderStamp(int Files, long Bytes, int Hash)
{
    public static FolderStamp Of(params IReadOnlyList<string> folders)
    {
        var (files, bytes, hash) = (0, 0L, default(HashCode));
        try
        {
            foreach (var file in folders.Where(Directory.Exists).SelectMany(folder => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)).OrderBy(file => file.FullName, StringComparer.Ordinal))
            {
                (files, bytes) = (files + 1, bytes + file.Length);
                hash.Add(file.FullName, StringComparer.Ordinal);
                hash.Add(file.LastWriteTimeUtc);
                hash.Add(file.Length);
            }
        }
        catch (IOException)
        {
            return new(-1, 0, Environment.TickCount); // It changes just now.
        }

        return new(files, bytes, hash.ToHashCode());
    }
}
