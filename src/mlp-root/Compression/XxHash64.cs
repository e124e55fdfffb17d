using System.Numerics;
using System.Runtime.InteropServices;

namespace Mlp.Root;

/// <summary>The checksum of LZ4 blocks, with seed 0.</summary>
internal static class XxHash64
{
    private const ulong P1 = 0x9E3779B185EBCA87, P2 = 0xC2B2AE3D27D4EB4F, P3 = 0x165667B19E3779F9, P4 = 0x85EBCA77C2B2AE63, P5 = 0x27D4EB2F165667C5;

    public static ulong Of(ReadOnlySpan<byte> data)
    {
        var hash = data.Length < 32 ? P5 : Stripes(data);
        hash += (ulong)data.Length;
        return Avalanche(Tail(hash, data[(data.Length & ~31)..]));
    }

    private static ulong Stripes(ReadOnlySpan<byte> data)
    {
        unchecked
        {
            ulong a = P1 + P2, b = P2, c = 0, d = 0UL - P1;
            var words = MemoryMarshal.Cast<byte, ulong>(data[..(data.Length & ~31)]);
            for (var i = 0; i + 3 < words.Length; i += 4)
            {
                a = Round(a, words[i]);
                b = Round(b, words[i + 1]);
                c = Round(c, words[i + 2]);
                d = Round(d, words[i + 3]);
            }

            var hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
            return Merge(Merge(Merge(Merge(hash, a), b), c), d);
        }
    }

    private static ulong Tail(ulong hash, ReadOnlySpan<byte> rest)
    {
        unchecked
        {
            for (; rest.Length >= 8; rest = rest[8..])
            {
                hash = (BitOperations.RotateLeft(hash ^ Round(0, MemoryMarshal.Read<ulong>(rest)), 27) * P1) + P4;
            }

            if (rest.Length >= 4)
            {
                hash = (BitOperations.RotateLeft(hash ^ (MemoryMarshal.Read<uint>(rest) * P1), 23) * P2) + P3;
                rest = rest[4..];
            }

            foreach (var value in rest)
            {
                hash = BitOperations.RotateLeft(hash ^ (value * P5), 11) * P1;
            }

            return hash;
        }
    }

    private static ulong Avalanche(ulong hash)
    {
        unchecked
        {
            hash = (hash ^ (hash >> 33)) * P2;
            hash = (hash ^ (hash >> 29)) * P3;
            return hash ^ (hash >> 32);
        }
    }

    private static ulong Round(ulong sum, ulong word) => unchecked(BitOperations.RotateLeft(sum + (word * P2), 31) * P1);

    private static ulong Merge(ulong hash, ulong sum) => unchecked(((hash ^ Round(0, sum)) * P1) + P4);
}
