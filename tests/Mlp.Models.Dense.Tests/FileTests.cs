namespace Mlp.Models.Dense.Tests;

public sealed class FileTests : IDisposable
{
    private const string Header = """
        {
          "format": "mlp-dense",
          "version": 1,
          "inputs": 2,
          "standardised": false,
          "layers": [
            {
              "outputs": 3,
              "activation": "relu"
            },
            {
              "outputs": 1,
              "activation": "sigmoid"
            }
          ]
        }
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mlp-dense-");

    private ParametersFolder Folder => new(_directory.FullName);

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Exported_parameters_predict_the_same_bits_elsewhere(int seed)
    {
        var random = new Random(seed);
        var network = RandomNetwork.Create(random);
        network.ExportParameters(Folder);
        var (anyShape, sameShape) = (new DenseNetwork(), new DenseNetwork(network.Inputs, [.. network.Layers]));
        anyShape.ImportParameters(Folder);
        sameShape.ImportParameters(Folder);

        Assert.Equal(["network.f32", "network.json"], Folder.Files);
        foreach (var input in RandomNetwork.Rows(random, 10, network.Inputs))
        {
            Assert.Equal(RandomNetwork.Bits(network.Predict(input)), RandomNetwork.Bits(anyShape.Predict(input)));
            Assert.Equal(RandomNetwork.Bits(network.Predict(input)), RandomNetwork.Bits(sameShape.Predict(input)));
        }
    }

    [Fact]
    public void The_files_are_a_readable_header_and_little_endian_numbers_in_the_documented_order()
    {
        var network = TwoLayers();
        network.ExportParameters(Folder);

        Assert.Equal(Header, File.ReadAllText(PathOf("network.json")));
        Assert.Equal(13 * 4, new FileInfo(PathOf("network.f32")).Length);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13], Folder.ReadSingles("network.f32"));

        // relu(bias + x0 * row of input 0 + x1 * row of input 1), times 10, 11, 12, plus 13.
        var sum = (10 * (7 + 0.1 + 0.8)) + (11 * (8 + 0.2 + 1.0)) + (12 * (9 + 0.3 + 1.2)) + 13;
        network.SetParameters([1, 2, 3, 4, 5, 6, 7, 8, 9, .. new[] { 10f, 11, 12, 13 }.Select(w => w / 1000)]);
        Assert.Equal(1 / (1 + Math.Exp(-sum / 1000)), network.Predict([0.1f, 0.2f])[0], 1e-6);
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "'version' is '2'; this package reads version 1")]
    [InlineData("\"version\": 1", "\"version\": \"1\"", "'version' is '\"1\"'")]
    [InlineData("\"version\": 1,", "", "'version' is missing")]
    [InlineData("\"version\": 1,", "\"version\": 3, \"precision\": \"half\",", "'version' is '3'")]
    [InlineData("mlp-dense", "onnx", "'format' is 'onnx', not 'mlp-dense'")]
    [InlineData("\"inputs\": 2,", "\"inputs\": 2, \"dropout\": 0.5,", "dropout")]
    [InlineData("\"inputs\": 2,", "", "inputs")]
    [InlineData("\"inputs\": 2,", "\"inputs\": 0,", "at least 1 input, not 0")]
    [InlineData("\"inputs\": 2,", "\"inputs\": 3,", "has 52 bytes, not the 64 of the 16 numbers")]
    [InlineData("\"inputs\": 2,", "\"inputs\": 2000000000,", "fit into memory")]
    [InlineData("\"outputs\": 1,", "\"outputs\": -1,", "layer 1 has -1 outputs")]
    [InlineData("\"relu\"", "\"gelu\"", "layer 0 has the activation 'gelu'; known are identity, relu, tanh, sigmoid, softmax")]
    [InlineData("\"relu\"", "\"softmax\"", "layer 0 is softmax")]
    [InlineData("\"relu\"", "null", "activation")]
    [InlineData("\"layers\": [", "\"layers\": [ null,", "layer 0 is null")]
    [InlineData("\"standardised\": false", "\"standardised\": true", "has 52 bytes, not the 68 of the 17 numbers")]
    [InlineData("{\n  \"format\"", "[\n  \"format\"", "is not JSON")]
    public void A_header_that_is_not_right_is_refused_with_file_and_value(string right, string wrong, string reason)
    {
        var network = TwoLayers();
        network.ExportParameters(Folder);
        var header = File.ReadAllText(PathOf("network.json"));
        Assert.Contains(right, header, StringComparison.Ordinal);
        File.WriteAllText(PathOf("network.json"), header.Replace(right, wrong, StringComparison.Ordinal));

        var refused = Assert.Throws<InvalidDataException>(() => new DenseNetwork().ImportParameters(Folder));
        Assert.Contains("'network.", refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3", "'format' is missing")]
    [InlineData("", "is not JSON")]
    public void A_header_that_is_something_else_is_refused(string text, string reason)
    {
        File.WriteAllText(PathOf("network.json"), text);
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => new DenseNetwork().ImportParameters(Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_are_missing_cut_off_or_not_finite_are_refused_and_the_network_keeps_its_own()
    {
        var network = TwoLayers();
        network.ExportParameters(Folder);
        var numbers = File.ReadAllBytes(PathOf("network.f32"));

        File.WriteAllBytes(PathOf("network.f32"), numbers[..^1]);
        Assert.Contains("has 51 bytes, not the 52", Refusal().Message, StringComparison.Ordinal);
        BitConverter.GetBytes(float.NaN).CopyTo(numbers, 8);
        File.WriteAllBytes(PathOf("network.f32"), numbers);
        Assert.Contains("number 2 is NaN", Refusal().Message, StringComparison.Ordinal);
        File.Delete(PathOf("network.f32"));
        Assert.Contains("there are: network.json", Assert.Throws<FileNotFoundException>(() => network.ImportParameters(Folder)).Message, StringComparison.Ordinal);
        Assert.Equal(1, network.GetParameters()[0]);

        InvalidDataException Refusal() => Assert.Throws<InvalidDataException>(() => network.ImportParameters(Folder));
    }

    [Fact]
    public void A_network_of_another_shape_refuses_and_says_both()
    {
        TwoLayers().ExportParameters(Folder);

        var other = new DenseNetwork(2, new Layer(3, Activation.Tanh), new Layer(1, Activation.Sigmoid));
        Assert.Contains(
            "the parameters are of 2 inputs, 3 relu, 1 sigmoid; this network is 2 inputs, 3 tanh, 1 sigmoid",
            Assert.Throws<InvalidDataException>(() => other.ImportParameters(Folder)).Message, StringComparison.Ordinal);
        Assert.Contains("a linear model has one layer", Assert.Throws<InvalidDataException>(() => new LinearModel().ImportParameters(Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_is_not_finite_is_not_exported()
    {
        var network = new DenseNetwork(1, new Layer(1));
        network.SetParameters([1, float.PositiveInfinity]);

        Assert.Contains("number 1 of the parameters", Assert.Throws<InvalidOperationException>(() => network.ExportParameters(Folder)).Message, StringComparison.Ordinal);
        Assert.Empty(Folder.Files);
    }

    private static DenseNetwork TwoLayers()
    {
        var network = new DenseNetwork(2, new Layer(3, Activation.Relu), new Layer(1, Activation.Sigmoid));
        network.SetParameters([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
        return network;
    }

    private string PathOf(string name) => Path.Combine(_directory.FullName, name);
}
