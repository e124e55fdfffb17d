using System.Numerics.Tensors;

namespace Mlp.Models.Dense.Training;

/// <summary>The loss of a mini-batch, and how it changes with the sums of the last layer.</summary>
internal sealed class LossFunction(Loss loss, Activation activation)
{
    // The logarithm of a probability that was rounded to nothing.
    private const float Smallest = 1e-37f;

    public static LossFunction For(Architecture architecture, Loss? wanted)
    {
        var activation = architecture.OutputActivation;
        var isProbability = activation is Activation.Sigmoid or Activation.Softmax;
        var loss = wanted ?? (isProbability ? Loss.CrossEntropy : Loss.SquaredError);
        return loss == Loss.SquaredError || isProbability
            ? new(loss, activation)
            : throw new ArgumentException(
                $"cross-entropy needs outputs that are probabilities, these are {Architecture.NameOf(activation)}; "
                    + "make the last layer sigmoid or softmax, or take the squared error");
    }

    /// <summary>Whether a target is one this loss is made for.</summary>
    public bool Accepts(float target) => loss == Loss.CrossEntropy ? target is >= 0 and <= 1 : float.IsFinite(target);

    /// <summary>The mean loss of the rows; <paramref name="delta"/> takes its derivative by each sum of the last layer.</summary>
    public double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int rows, Span<float> delta)
    {
        var width = outputs.Length / rows;
        var total = 0.0;
        for (var row = 0; row < rows; row++)
        {
            var y = outputs.Slice(row * width, width);
            var t = targets.Slice(row * width, width);
            var d = delta.Slice(row * width, width);
            total += (loss, activation) switch
            {
                (Loss.SquaredError, _) => SquaredError(y, t, d, 2f / outputs.Length),
                (_, Activation.Softmax) => OfClasses(y, t, d, 1f / rows),
                _ => OfQuestions(y, t, d, 1f / outputs.Length),
            };
        }

        return total / (loss == Loss.CrossEntropy && activation == Activation.Softmax ? rows : outputs.Length);
    }

    /// <summary>From the derivative by an activation's outputs to that by its inputs.</summary>
    public static void ThroughActivation(Activation activation, ReadOnlySpan<float> outputs, Span<float> delta)
    {
        switch (activation)
        {
            case Activation.Relu:
                for (var i = 0; i < delta.Length; i++)
                {
                    delta[i] = outputs[i] > 0 ? delta[i] : 0;
                }

                break;
            case Activation.Tanh:
                for (var i = 0; i < delta.Length; i++)
                {
                    delta[i] *= 1 - (outputs[i] * outputs[i]);
                }

                break;
            case Activation.Sigmoid:
                for (var i = 0; i < delta.Length; i++)
                {
                    delta[i] *= outputs[i] * (1 - outputs[i]);
                }

                break;
            case Activation.Softmax:
                ThroughSoftmax(outputs, delta);
                break;
            case Activation.Identity:
            default:
                break;
        }
    }

    private double SquaredError(ReadOnlySpan<float> y, ReadOnlySpan<float> t, Span<float> d, float scale)
    {
        var total = 0.0;
        for (var i = 0; i < y.Length; i++)
        {
            var error = y[i] - t[i];
            total += (double)error * error;
            d[i] = scale * error;
        }

        ThroughActivation(activation, y, d);
        return total;
    }

    private static double OfClasses(ReadOnlySpan<float> y, ReadOnlySpan<float> t, Span<float> d, float scale)
    {
        var (total, sum) = (0.0, 0f);
        for (var i = 0; i < y.Length; i++)
        {
            sum += t[i];
            total -= t[i] == 0 ? 0 : t[i] * Math.Log(MathF.Max(y[i], Smallest));
        }

        for (var i = 0; i < y.Length; i++)
        {
            d[i] = scale * ((y[i] * sum) - t[i]);
        }

        return total;
    }

    private static double OfQuestions(ReadOnlySpan<float> y, ReadOnlySpan<float> t, Span<float> d, float scale)
    {
        var total = 0.0;
        for (var i = 0; i < y.Length; i++)
        {
            total -= (t[i] * Math.Log(MathF.Max(y[i], Smallest))) + ((1 - t[i]) * Math.Log(MathF.Max(1 - y[i], Smallest)));
            d[i] = scale * (y[i] - t[i]);
        }

        return total;
    }

    private static void ThroughSoftmax(ReadOnlySpan<float> y, Span<float> d)
    {
        var sum = 0f;
        for (var i = 0; i < d.Length; i++)
        {
            sum += d[i] * y[i];
        }

        TensorPrimitives.Subtract(d, sum, d);
        TensorPrimitives.Multiply(d, y, d);
    }
}
