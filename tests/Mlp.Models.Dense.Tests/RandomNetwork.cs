namespace Mlp.Models.Dense.Tests;

/// <summary>Networks and numbers drawn from a seed.</summary>
internal static class RandomNetwork
{
    public static float[] Numbers(Random random, int count, float scale = 1) =>
        [.. Enumerable.Range(0, count).Select(_ => scale * ((2 * random.NextSingle()) - 1))];

    public static float[][] Rows(Random random, int rows, int width, float scale = 1) =>
        [.. Enumerable.Range(0, rows).Select(_ => Numbers(random, width, scale))];

    public static Layer[] Layers(Random random, int most, int widest)
    {
        var layers = new Layer[random.Next(1, most + 1)];
        for (var i = 0; i < layers.Length; i++)
        {
            // Softmax is the last member, and for the last layer alone.
            var activations = Enum.GetValues<Activation>().Length - (i == layers.Length - 1 ? 0 : 1);
            layers[i] = new(random.Next(1, widest + 1), (Activation)random.Next(activations));
        }

        return layers;
    }

    /// <summary>A network with random parameters and, half of the time, standardised inputs.</summary>
    public static DenseNetwork Create(Random random, int widest = 140)
    {
        var inputs = random.Next(1, widest + 1);
        var layers = Layers(random, most: 4, widest);
        var network = new DenseNetwork(inputs, layers);
        if (random.Next(2) == 0)
        {
            network.SetParameters(Numbers(random, CountOf(inputs, layers), 0.5f));
        }
        else
        {
            network.Training = new() { Epochs = 1, Loss = Loss.SquaredError, Seed = random.Next() };
            network.Fit(new TrainingData(Rows(random, 10, inputs, 3), Rows(random, 10, layers[^1].Outputs)));
        }

        return network;
    }

    public static int CountOf(int inputs, IReadOnlyList<Layer> layers)
    {
        var count = 0;
        foreach (var layer in layers)
        {
            count += (inputs + 1) * layer.Outputs;
            inputs = layer.Outputs;
        }

        return count;
    }

    public static int[] Bits(ReadOnlySpan<float> numbers) => [.. numbers.ToArray().Select(BitConverter.SingleToInt32Bits)];
}
