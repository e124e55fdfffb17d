using System.Text;

namespace Mlp.Oci;

/// <summary>Writes entries as one tar.</summary>
internal static class TarWriter
{
    private static readonly byte[] Zeros = new byte[2 * TarHeader.BlockSize];

    public static async Task Write(IReadOnlyList<FolderEntry> entries, Stream output, Ct ct)
    {
        foreach (var entry in entries)
        {
            if (entry.Source is null)
            {
                await output.WriteAsync(TarHeader.For(Encoding.UTF8.GetBytes(entry.Name), TarHeader.Directory, 0), ct);
            }
            else
            {
                await WriteFile(entry.Name, entry.Length, BlobContent.OfFile(entry.Source), entry.Source, output, ct);
            }
        }

        await End(output, ct);
    }

    /// <summary>Writes a file, which must have exactly the announced length.</summary>
    public static async Task WriteFile(string name, long length, BlobContent content, string source, Stream output, Ct ct)
    {
        await using var input = await content.Open(0, ct);
        await WriteFile(name, length, input, source, output, ct);
    }

    /// <inheritdoc cref="WriteFile(string, long, BlobContent, string, Stream, Ct)"/>
    public static async Task WriteFile(string name, long length, Stream input, string source, Stream output, Ct ct)
    {
        await output.WriteAsync(TarHeader.For(Encoding.UTF8.GetBytes(name), TarHeader.RegularFile, length), ct);
        var buffer = new byte[1 << 17];
        var left = length;
        for (int read; left >= 0 && (read = await input.ReadAsync(buffer, ct)) > 0; left -= read)
        {
            await output.WriteAsync(buffer.AsMemory(0, (int)Math.Min(read, left)), ct);
        }

        if (left != 0)
        {
            throw FolderEntries.CannotPack(source, "changed while it was read", "pack it when nothing writes there any more");
        }

        await output.WriteAsync(Zeros.AsMemory(0, (int)(TarHeader.Padded(length) - length)), ct);
    }

    public static ValueTask End(Stream output, Ct ct) => output.WriteAsync(Zeros, ct);
}
