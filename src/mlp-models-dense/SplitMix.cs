namespace Mlp.Models.Dense;

/// <summary>Seeded numbers that are the same on every machine and in every version of the runtime.</summary>
internal sealed class SplitMix(int seed)
{
    private ulong _state = (ulong)(uint)seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>At least 0 and less than the limit.</summary>
    public int Below(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>At least -limit and less than limit.</summary>
    public float Within(float limit) => limit * (((Next() >> 40) * (2f / (1 << 24))) - 1);

    public void Shuffle(Span<int> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var other = Below(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }
}
