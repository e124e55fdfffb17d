namespace Mlp.Models.Dense.Tests;

public sealed class BitIdentityTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void An_input_is_answered_with_the_same_bits_alone_and_in_any_batch(int seed)
    {
        var random = new Random(seed);
        var network = RandomNetwork.Create(random);
        var inputs = RandomNetwork.Rows(random, random.Next(1, 80), network.Inputs, 2);
        var alone = inputs.Select(input => RandomNetwork.Bits(network.Predict(input))).ToArray();

        for (var batch = 1; batch <= inputs.Length; batch += random.Next(1, 9))
        {
            var start = random.Next(inputs.Length - batch + 1);
            var expected = alone[start..(start + batch)];
            var outputs = new float[batch][];
            network.PredictBatch(inputs.AsSpan(start, batch), outputs);
            Assert.Equal(expected, outputs.Select(output => RandomNetwork.Bits(output)));

            var rows = new float[batch * network.Layers[^1].Outputs];
            network.PredictRows(inputs[start..(start + batch)].SelectMany(x => x).ToArray(), rows);
            Assert.Equal(expected.SelectMany(x => x), RandomNetwork.Bits(rows));
        }
    }

    [Fact]
    public void The_first_predictions_of_a_process_have_the_bits_of_the_ten_thousandth()
    {
        var network = RandomNetwork.Create(new Random(1234), widest: 50);
        var input = RandomNetwork.Numbers(new Random(1), network.Inputs);
        var first = RandomNetwork.Bits(network.Predict(input));

        // Enough for every level of compilation to have had its turn.
        for (var i = 0; i < 10_000; i++)
        {
            Assert.Equal(first, RandomNetwork.Bits(network.Predict(input)));
        }
    }
}
