namespace BeamLine;

/// <summary>A beam as a screen sees it: a Gaussian over the bins, which are 1 mm wide, around the middle of the screen.</summary>
/// <param name="Position">The middle of the beam, in mm from the middle of the screen.</param>
/// <param name="Width">Its standard deviation, in mm.</param>
/// <param name="Intensity">Its height, in units of the brightest beam.</param>
public sealed record BeamProfile(float Position, float Width, float Intensity)
{
    /// <summary>How many bins a screen has.</summary>
    public const int Bins = 32;

    /// <summary>How many numbers describe a beam.</summary>
    public const int Numbers = 3;

    /// <summary>The three numbers.</summary>
    public float[] ToNumbers() => [Position, Width, Intensity];

    /// <summary>What the screen shows.</summary>
    public float[] ToScreen() => [.. Enumerable.Range(0, Bins).Select(bin => Intensity * Gauss((bin - ((Bins - 1) / 2f) - Position) / Width))];

    /// <summary>Beams as a machine delivers them: they scatter around an orbit that drifts.</summary>
    /// <param name="count">How many.</param>
    /// <param name="drift">Where the orbit is, in mm.</param>
    /// <param name="seed">The same seed gives the same beams.</param>
    public static IReadOnlyList<BeamProfile> Simulate(int count, float drift, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new BeamProfile(
            drift + Between(random, -4, 4), Between(random, 1.5f, 4), Between(random, 0.3f, 1)))];
    }

    private static float Gauss(float x) => MathF.Exp(-x * x / 2);

    private static float Between(Random random, float low, float high) => low + (random.NextSingle() * (high - low));
}
