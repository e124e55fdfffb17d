using System.Buffers.Binary;

namespace Mlp.Root.Tests.Fuzzing;

/// <summary>Damages a file in one of many ways, the same for the same seed.</summary>
internal static class Damage
{
    private static readonly int[] Extremes = [0, 1, -1, 2, 127, 128, 255, 256, 32767, 65535, 65536, 0x3FFFFFFF, 0x40000000, 0x40000001, int.MaxValue, int.MinValue, 1 << 24, 1 << 28];

    public static byte[] Of(IReadOnlyList<byte[]> files, int seed)
    {
        var random = new Random(seed);
        var bytes = files[random.Next(files.Count)].ToArray();
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            bytes = Once(bytes, files, random);
        }

        return bytes;
    }

    private static byte[] Once(byte[] bytes, IReadOnlyList<byte[]> files, Random random)
    {
        if (bytes.Length < 100)
        {
            return bytes;
        }

        // What describes the file lies at its begin and at its end.
        var place = random.Next(3) switch
        {
            0 => random.Next(Math.Min(300, bytes.Length - 8)),
            1 => bytes.Length - 8 - random.Next(Math.Min(bytes.Length - 8, 6000)),
            _ => random.Next(bytes.Length - 8),
        };
        switch (random.Next(8))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                var other = files[random.Next(files.Count)];
                var from = random.Next(other.Length);
                return [.. bytes[..place], .. other[from..Math.Min(other.Length, from + random.Next(2000))], .. bytes[place..]];
            case 2:
                return [.. bytes[..place], .. bytes[Math.Min(bytes.Length, place + random.Next(1, 50))..]];
            case 3 or 4:
                BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(place), Extremes[random.Next(Extremes.Length)] + random.Next(-1, 2));
                return bytes;
            case 5:
                BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(place), (short)Extremes[random.Next(Extremes.Length)]);
                return bytes;
            default:
                bytes[place] = (byte)random.Next(256);
                return bytes;
        }
    }
}
