using Mlp.Models.Dense.Training;

namespace Mlp.Models.Dense.Tests;

/// <summary>Losses and gradients against an independent forward pass in double precision, differentiated by finite differences.</summary>
public sealed class GradientTests
{
    public static TheoryData<Activation, Activation, Loss, int> Cases
    {
        get
        {
            var cases = new TheoryData<Activation, Activation, Loss, int>();
            foreach (var hidden in new[] { Activation.Identity, Activation.Relu, Activation.Tanh, Activation.Sigmoid })
            {
                foreach (var (last, loss) in new[]
                {
                    (Activation.Identity, Loss.SquaredError), (Activation.Tanh, Loss.SquaredError), (Activation.Sigmoid, Loss.SquaredError),
                    (Activation.Softmax, Loss.SquaredError), (Activation.Sigmoid, Loss.CrossEntropy), (Activation.Softmax, Loss.CrossEntropy),
                })
                {
                    cases.Add(hidden, last, loss, 1);
                    cases.Add(hidden, last, loss, 37);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_gradient_is_what_finite_differences_say(Activation hidden, Activation last, Loss loss, int rows)
    {
        var random = new Random((int)hidden + (10 * (int)last) + (100 * rows));
        Layer[] layers = [new(7, hidden), new(5, hidden), new(3, last)];
        var architecture = Architecture.TryCreate(4, layers).Architecture!;
        var values = RandomNetwork.Numbers(random, architecture.ParameterCount);
        var inputs = RandomNetwork.Numbers(random, rows * 4);
        var targets = RandomNetwork.Numbers(random, rows * 3).Select(MathF.Abs).ToArray();

        // Batches of 40, so that 37 rows are the smaller last one.
        var subject = new Backpropagation(architecture, LossFunction.For(architecture, loss), batchSize: 40);
        var gradient = new float[values.Length];
        var evaluated = subject.Evaluate(values, inputs, targets, rows, gradient);

        var exact = values.Select(value => (double)value).ToArray();
        Assert.Equal(Reference(exact, inputs, targets, layers, loss), evaluated, 1e-5);
        const double Step = 1e-6;
        for (var i = 0; i < values.Length; i++)
        {
            exact[i] = values[i] + Step;
            var above = Reference(exact, inputs, targets, layers, loss);
            exact[i] = values[i] - Step;
            var expected = (above - Reference(exact, inputs, targets, layers, loss)) / (2 * Step);
            exact[i] = values[i];
            Assert.True(Math.Abs(expected - gradient[i]) < 1e-5 + (1e-4 * Math.Abs(expected)), $"parameter {i}: {gradient[i]}, not {expected}");
        }
    }

    private static double Reference(double[] values, float[] inputs, float[] targets, Layer[] layers, Loss loss)
    {
        var rows = inputs.Chunk(4).Zip(targets.Chunk(3)).ToArray();
        return rows.Sum(row => RowLoss(Forward(values, [.. row.First.Select(x => (double)x)], layers), row.Second, layers[^1].Activation, loss)) / rows.Length;
    }

    private static double[] Forward(double[] values, double[] current, Layer[] layers)
    {
        var at = 0;
        foreach (var layer in layers)
        {
            var (input, n) = (current, layer.Outputs);
            var weights = at;
            at += (input.Length + 1) * n;
            var sums = Enumerable.Range(0, n).Select(o => values[at - n + o] + input.Select((x, i) => x * values[weights + (i * n) + o]).Sum()).ToArray();
            current = layer.Activation switch
            {
                Activation.Relu => [.. sums.Select(s => Math.Max(s, 0))],
                Activation.Tanh => [.. sums.Select(Math.Tanh)],
                Activation.Sigmoid => [.. sums.Select(s => 1 / (1 + Math.Exp(-s)))],
                Activation.Softmax => [.. sums.Select(s => Math.Exp(s) / sums.Sum(Math.Exp))],
                _ => sums,
            };
        }

        return current;
    }

    private static double RowLoss(double[] y, float[] t, Activation last, Loss loss) => (loss, last) switch
    {
        (Loss.SquaredError, _) => y.Zip(t, (a, b) => (a - b) * (a - b)).Average(),
        (_, Activation.Softmax) => -y.Zip(t, (a, b) => b * Math.Log(a)).Sum(),
        _ => -y.Zip(t, (a, b) => (b * Math.Log(a)) + ((1 - b) * Math.Log(1 - a))).Average(),
    };
}
