using System.IO.Compression;
using System.Text;

namespace Mlp.Root.Tests;

/// <summary>What stands in where a library is missing gives the same as the library.</summary>
public sealed class CompressionTests
{
    private static readonly Origin Nowhere = new("test", 0);

    public static TheoryData<int> Sizes => [1, 12, 13, 64, 1_000, 65_536, 300_000];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Zlib_of_the_framework_decodes_what_libdeflate_does(int size)
    {
        var data = Data(size);
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(data);
        }

        var (one, other) = (new byte[size], new byte[size]);
        Assert.Equal(size, Zlib.Framework(packed.ToArray(), one, zlib: true));
        Assert.Equal(size, Zlib.Decode(packed.ToArray(), other));
        Assert.Equal(data, one);
        Assert.Equal(data, other);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Lz4_in_CSharp_decodes_what_liblz4_encodes(int size)
    {
        var data = Data(size);
        var packed = Lz4.Encode(data).ToArray();
        var decoded = new byte[size];
        Assert.Equal(size, Lz4.Managed(packed, decoded));
        Assert.Equal(data, decoded);
        Assert.NotEqual(size, Lz4.Managed(packed.AsSpan(0, packed.Length - 1), decoded));
        Assert.Equal(-1, Lz4.Managed(packed, new byte[size - 1]));
    }

    [Theory]
    [InlineData("", 0xEF46DB3751D8E999)]
    [InlineData("a", 0xD24EC4F1A98C6E5B)]
    [InlineData("abc", 0x44BC2CF5AD770999)]
    [InlineData("Nobody inspects the spammish repetition", 0xFBCEA83C8A378BF1)]
    public void The_checksum_is_that_of_others(string text, ulong expected) => Assert.Equal(expected, XxHash64.Of(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Deflate_of_very_old_files_is_decoded()
    {
        var data = Data(5_000);
        using var packed = new MemoryStream();
        packed.Write("CS\u0008"u8);
        packed.Write(new byte[6]);
        using (var stream = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(data);
        }

        var block = Sized(packed.ToArray(), data.Length);
        var decoded = new byte[data.Length];
        CompressedObject.Decompress(block, decoded, Nowhere);
        Assert.Equal(data, decoded);
        Assert.Equal(data.Length, Zlib.Framework(block.AsSpan(9), decoded, zlib: false));
    }

    [Fact]
    public void A_damaged_block_of_LZ4_is_refused_by_its_checksum()
    {
        var block = BlockEncoding.Encode(Data(10_000), RootCompression.Lz4).ToArray();
        block[^1] ^= 1;
        var refusal = Assert.Throws<RootFormatException>(() => CompressedObject.Decompress(block, new byte[10_000], Nowhere));
        Assert.Contains("a block of Lz4 does not decompress", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RootCompression.Zlib)]
    [InlineData(RootCompression.Lz4)]
    [InlineData(RootCompression.Zstandard)]
    public void What_is_larger_than_a_block_takes_several(RootCompression compression)
    {
        var data = Data(17_500_000);
        var blocks = BlockEncoding.Encode(data, compression);
        var decoded = new byte[data.Length];
        CompressedObject.Decompress(blocks.Span, decoded, Nowhere);
        Assert.True(data.AsSpan().SequenceEqual(decoded));
    }

    [Fact]
    public void A_missing_library_is_named_with_its_package() =>
        Assert.Equal("the library libzstd is not installed; remedy: apt-get install libzstd1", Assert.Throws<DllNotFoundException>(() => NativeLibraries.Demand(false, "libzstd", "libzstd1")).Message);

    private static byte[] Sized(byte[] block, int bytes)
    {
        var packed = block.Length - 9;
        (block[3], block[4], block[5]) = ((byte)packed, (byte)(packed >> 8), (byte)(packed >> 16));
        (block[6], block[7], block[8]) = ((byte)bytes, (byte)(bytes >> 8), (byte)(bytes >> 16));
        return block;
    }

    // Text that repeats itself, near and far, with some noise.
    private static byte[] Data(int size)
    {
        var random = new Random(size);
        var data = new byte[size];
        for (var i = 0; i < size; i++)
        {
            data[i] = i > 40 && random.Next(20) > 0 ? data[i - random.Next(1, 4) * 10] : (byte)random.Next(256);
        }

        return data;
    }
}
