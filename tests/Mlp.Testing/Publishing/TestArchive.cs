using System.Buffers.Binary;

namespace Mlp.Testing.Publishing;

/// <summary>Archives of parameters that all differ, made from one template: a single file of 1,000 bytes.</summary>
public sealed class TestArchive
{
    private const int ContentLength = 1000;
    private readonly byte[] _template;
    private readonly int _offset;

    private TestArchive(byte[] template, int offset) => (_template, _offset) = (template, offset);

    public static async Task<TestArchive> Make()
    {
        var folder = Directory.CreateTempSubdirectory("mlp-template-");
        var (content, archive) = (Directory.CreateDirectory(Path.Combine(folder.FullName, "content")), Path.Combine(folder.FullName, "archive.tar"));
        await File.WriteAllBytesAsync(Path.Combine(content.FullName, "weights.bin"), new byte[ContentLength]);
        await ParametersArchive.PackAsync(content.FullName, archive);
        var template = await File.ReadAllBytesAsync(archive);
        folder.Delete(recursive: true);
        using var stream = new MemoryStream(template);
        return new(template, (int)ParametersArchive.ReadIndex(stream).Single().Offset);
    }

    /// <summary>The archive with this number in its file.</summary>
    public byte[] Numbered(long number)
    {
        var bytes = _template.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(_offset), number);
        return bytes;
    }
}
