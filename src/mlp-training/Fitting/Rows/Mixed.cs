namespace Mlp.Training.Fitting;

/// <summary>Numbers that look drawn and follow from what they are for, on every machine alike.</summary>
internal static class Mixed
{
    public static ulong Of(int seed, long first, long second)
    {
        var state = Scatter((ulong)(uint)seed + 0x9E3779B97F4A7C15);
        state = Scatter(state ^ (ulong)first);
        return Scatter(state + 0x9E3779B97F4A7C15 + (ulong)second);
    }

    /// <summary>At least 0 and less than 1.</summary>
    public static double Fraction(int seed, long first, long second) => (Of(seed, first, second) >> 11) * (1.0 / (1L << 53));

    private static ulong Scatter(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
