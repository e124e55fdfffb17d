namespace Mlp.Models.Dense.Training;

/// <summary>
/// The weights before the first step, drawn so that sums neither fade nor grow from layer to layer (He for relu, else Glorot).
/// </summary>
internal static class Initial
{
    public static float[] Values(Architecture architecture, SplitMix random)
    {
        var values = new float[architecture.ParameterCount];
        for (var layer = 0; layer < architecture.Layers.Count; layer++)
        {
            var (inputs, shape) = (architecture.InputsOf(layer), architecture.Layers[layer]);
            var limit = shape.Activation == Activation.Relu ? MathF.Sqrt(6f / inputs) : MathF.Sqrt(6f / ((float)inputs + shape.Outputs));
            foreach (ref var weight in values.AsSpan(architecture.WeightsOf(layer)))
            {
                weight = random.Within(limit);
            }
        }

        return values;
    }
}
