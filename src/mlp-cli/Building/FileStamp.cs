namespace Mlp.Cli.Building;

/// <summary>A file as it was: size and time, or neither where there was none.</summary>
internal sealed record FileStamp(string File, long? Size, DateTime? Time)
{
    public static FileStamp Of(string file)
    {
        var info = new FileInfo(file);
        return info.Exists ? new(file, info.Length, info.LastWriteTimeUtc) : new(file, null, null);
    }

    public bool StillHolds => Of(File) == this;
}
