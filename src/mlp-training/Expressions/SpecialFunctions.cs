namespace Mlp.Training.Expressions;

/// <summary>Functions that the framework lacks or gives with too few digits.</summary>
internal static class SpecialFunctions
{
    // From there on Stirling's series has all digits of a float64.
    private const double Large = 12;

    private const double EulersConstant = 0.57721566490153286;

    // The coefficients B(2k) / (2k (2k - 1)) of Stirling's series.
    private static readonly double[] Stirling =
        [1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156, -3617.0 / 122400];

    private static readonly double[] Factorials = [.. Enumerable.Range(0, 171).Select(Factorial)];

    // Zeta(k) - 1 for k from 2 on, over k, with alternating signs: the series of log(gamma(2 + z)).
    private static readonly double[] LogGammaSeries = [.. Enumerable.Range(2, 40).Select(k => (k % 2 == 0 ? 1 : -1) * ZetaMinusOne(k) / k)];

    /// <summary>exp(x) - 1 without losing the digits of a small x.</summary>
    public static double ExpM1(double x)
    {
        var power = Math.Exp(x);
        if (power == 1)
        {
            return x;
        }

        // Kahan's correction: the rounding of exp(x) is in its logarithm too.
        return Math.Abs(x) > 1 ? power - 1 : (power - 1) * x / Math.Log(power);
    }

    /// <summary>log(1 + x) without losing the digits of a small x.</summary>
    public static double Log1P(double x)
    {
        var sum = 1 + x;
        if (sum == 1)
        {
            return x;
        }

        return Math.Abs(x) > 1 ? Math.Log(sum) : Math.Log(sum) * x / (sum - 1);
    }

    public static double Erf(double x)
    {
        var size = Math.Abs(x);
        return size switch
        {
            < 3 => ErfSeries(x),
            < 6 => Math.CopySign(1 - ErfComplement(size), x),
            >= 6 => Math.CopySign(1, x),
            _ => double.NaN,
        };
    }

    /// <summary>NaN for negative whole numbers, as C's tgamma.</summary>
    public static double Gamma(double x)
    {
        if (x == 0)
        {
            return 1 / x;
        }

        if (double.IsInteger(x))
        {
            return x < 0 ? double.NaN : x <= Factorials.Length ? Factorials[(int)x - 1] : double.PositiveInfinity;
        }

        if (x < 0)
        {
            return double.IsInfinity(x) ? double.NaN : x < -185 ? 0 : Math.PI / (double.SinPi(x) * Gamma(1 - x));
        }

        if (x > 172 || double.IsNaN(x))
        {
            return x > 172 ? double.PositiveInfinity : x;
        }

        var divisor = 1.0;
        for (; x < Large; x++)
        {
            divisor *= x;
        }

        // The square of half the power: the whole one would overflow where the result does not.
        var root = Math.Pow(x, (x / 2) - 0.25);
        return Math.Sqrt(2 * Math.PI) * root * Math.Exp(StirlingsSum(x) - x) * root / divisor;
    }

    /// <summary>The logarithm of the absolute value of gamma.</summary>
    public static double LogGamma(double x)
    {
        if (double.IsInfinity(x) || (x <= 0 && double.IsInteger(x)))
        {
            return double.PositiveInfinity;
        }

        if (x < 0.5)
        {
            return Math.Log(Math.PI) - Math.Log(Math.Abs(double.SinPi(x))) - LogGamma(1 - x);
        }

        if (x <= 1.5)
        {
            return LogGammaFromTwo(x - 1) - Log1P(x - 1);
        }

        if (x <= 2.5)
        {
            return LogGammaFromTwo(x - 2);
        }

        if (x < Large)
        {
            return Math.Log(Gamma(x));
        }

        return ((x - 0.5) * (Math.Log(x) - 1)) - 0.5 + (0.5 * Math.Log(2 * Math.PI)) + StirlingsSum(x);
    }

    // 2 / sqrt(pi) exp(-x²) (x + 2 x³ / 3 + 4 x⁵ / 15 + …): all of one sign, so nothing cancels.
    private static double ErfSeries(double x)
    {
        var term = x;
        var sum = x;
        for (var n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    // The continued fraction exp(-x²) / sqrt(pi) / (x + (1/2) / (x + 1 / (x + (3/2) / (x + …)))), from its inside out.
    private static double ErfComplement(double x)
    {
        var fraction = x;
        for (var n = 60; n > 0; n--)
        {
            fraction = x + (n / 2.0 / fraction);
        }

        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / fraction;
    }

    // log(gamma(2 + z)) for |z| up to 0.5.
    private static double LogGammaFromTwo(double z)
    {
        var sum = 0.0;
        for (var i = LogGammaSeries.Length - 1; i >= 0; i--)
        {
            sum = (sum * z) + LogGammaSeries[i];
        }

        return z * (1 - EulersConstant + (sum * z));
    }

    private static double StirlingsSum(double x)
    {
        var sum = 0.0;
        for (var i = Stirling.Length - 1; i >= 0; i--)
        {
            sum = (sum / (x * x)) + Stirling[i];
        }

        return sum / x;
    }

    private static double Factorial(int n)
    {
        var product = System.Numerics.BigInteger.One;
        for (var i = 2; i <= n; i++)
        {
            product *= i;
        }

        return (double)product;
    }

    // The first terms one by one, the rest by Euler's and Maclaurin's formula.
    private static double ZetaMinusOne(int k)
    {
        const int last = 16;
        var rest = (Math.Pow(last, 1 - k) / (k - 1)) - (Math.Pow(last, -k) / 2) + (k / 12.0 * Math.Pow(last, -k - 1))
            - (k * (k + 1.0) * (k + 2) / 720 * Math.Pow(last, -k - 3)) + (k * (k + 1.0) * (k + 2) * (k + 3) * (k + 4) / 30240 * Math.Pow(last, -k - 5))
            - (k * (k + 1.0) * (k + 2) * (k + 3) * (k + 4) * (k + 5) * (k + 6) / 1209600 * Math.Pow(last, -k - 7));
        for (var n = last; n >= 2; n--)
        {
            rest += Math.Pow(n, -k);
        }

        return rest;
    }
}
