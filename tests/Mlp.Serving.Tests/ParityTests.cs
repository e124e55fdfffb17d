using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mlp.Serving.Tests;

/// <summary>The same inputs, whatever way they take, are answered with the same bits.</summary>
public sealed class ParityTests(ParityTests.Served served) : IClassFixture<ParityTests.Served>
{
    private static readonly float[][] Inputs = NetworkParameters.Inputs(100);

    private float[][] Expected => [.. Inputs.Select(served.Parameters.Network.Predict)];

    [Fact]
    public async Task Simple_one_by_one()
    {
        var answers = new List<float[]>();
        foreach (var input in Inputs)
        {
            answers.Add(Numbers(JsonNode.Parse(await served.Process.Predict(Text(input)))!));
        }

        Same(answers);
    }

    [Fact]
    public async Task Simple_all_at_once_so_that_the_server_batches_them()
    {
        var answers = await Task.WhenAll(Inputs.Select(input => served.Process.Predict(Text(input))));
        Same(answers.Select(answer => Numbers(JsonNode.Parse(answer)!)));
    }

    [Fact]
    public async Task A_batch_of_the_simple_protocol() =>
        Same(JsonNode.Parse(await served.Process.Predict(Text(Inputs), "/predict/batch"))!.AsArray().Select(answer => Numbers(answer!)));

    [Fact]
    public async Task Instances() =>
        Same(JsonNode.Parse(await served.Process.Predict($$"""{"instances":{{Text(Inputs)}}}""", "/v1/models/network:predict"))!["predictions"]!.AsArray().Select(answer => Numbers(answer!)));

    [Theory]
    [InlineData("/json")]
    [InlineData("/predict/json")]
    public async Task Rows(string path)
    {
        var answers = new List<float[]>();
        foreach (var input in Inputs)
        {
            answers.Add(Numbers(JsonNode.Parse(await served.Process.Predict($$"""{"keys":["a","b","c","d","e"],"values":{{Text(input)}},"model":"network"}""", path))!));
        }

        Same(answers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tensors_in_json_nested_or_flat(bool nested)
    {
        var data = nested ? Text(Inputs) : Text(Inputs.SelectMany(input => input).ToArray());
        var answer = JsonNode.Parse(await served.Process.Predict(Tensor("[100,5]", data), "/v2/models/network/versions/1.2.3/infer"))!;
        Assert.Equal("1.2.3", (string?)answer["model_version"]);
        Assert.Equal("seven", (string?)answer["id"]);
        Assert.Equal("[100,3]", answer["outputs"]![0]!["shape"]!.ToJsonString());
        Same(Numbers(answer["outputs"]![0]!["data"]!).Chunk(3));
    }

    [Fact]
    public async Task One_tensor_without_a_batch_is_answered_without_one()
    {
        var answers = new List<float[]>();
        foreach (var input in Inputs)
        {
            var answer = JsonNode.Parse(await served.Process.Predict(Tensor("[5]", Text(input)), "/v2/models/network/infer"))!;
            Assert.Equal("[3]", answer["outputs"]![0]!["shape"]!.ToJsonString());
            answers.Add(Numbers(answer["outputs"]![0]!["data"]!));
        }

        Same(answers);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Tensors_as_bytes(bool input, bool output)
    {
        var numbers = Inputs.SelectMany(row => row).ToArray();
        var data = input ? """ "parameters":{"binary_data_size":2000} """ : $""" "data":{Text(numbers)} """;
        var json = Encoding.UTF8.GetBytes($$$"""{"inputs":[{"name":"input","datatype":"FP32","shape":[100,5],{{{data}}}}],"outputs":[{"name":"output","parameters":{"binary_data":{{{(output ? "true" : "false")}}}}}]}""");
        using var content = new ByteArrayContent(input ? [.. json, .. MemoryMarshal.AsBytes<float>(numbers)] : json);
        content.Headers.Add("Inference-Header-Content-Length", $"{json.Length}");
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await served.Process.Http.PostAsync("/v2/models/network/infer", content);
        var body = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(answer.IsSuccessStatusCode, Encoding.UTF8.GetString(body));
        if (!output)
        {
            Same(Numbers(JsonNode.Parse(body)!["outputs"]![0]!["data"]!).Chunk(3));
            return;
        }

        var length = int.Parse(answer.Headers.GetValues("Inference-Header-Content-Length").Single(), CultureInfo.InvariantCulture);
        Assert.Equal(1200, (int?)JsonNode.Parse(body.AsSpan(0, length))!["outputs"]![0]!["parameters"]!["binary_data_size"]);
        Same(MemoryMarshal.Cast<byte, float>(body.AsSpan(length)).ToArray().Chunk(3));
    }

    [Fact]
    public async Task Answers_name_what_is_served()
    {
        using var content = new StringContent(Text(Inputs[0]));
        using var answer = await served.Process.Http.PostAsync("/predict", content);
        Assert.Equal("network/1.2.3", answer.Headers.GetValues("Mlp-Model").Single());
        Assert.Equal("weights/1.4", answer.Headers.GetValues("Mlp-Parameters").Single());
    }

    private static string Tensor(string shape, string data) => $$"""{"id":"seven","inputs":[{"name":"input","datatype":"FP32","shape":{{shape}},"data":{{data}}}]}""";

    private static string Text<T>(T value) => JsonSerializer.Serialize(value);

    private static float[] Numbers(JsonNode node) => node.Deserialize<float[]>()!;

    private void Same(IEnumerable<float[]> answers)
    {
        var found = answers.ToList();
        Assert.Equal(Expected.Length, found.Count);
        Assert.All(Expected.Zip(found), pair => Assert.Equal(pair.First.Select(BitConverter.SingleToInt32Bits), pair.Second.Select(BitConverter.SingleToInt32Bits)));
    }

    public sealed class Served : IAsyncLifetime
    {
        public NetworkParameters Parameters { get; } = new();

        public ServingProcess Process { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Process = await (await ServingProcess.Start(
        [
            "--model", ServingProcess.Models, "--name", "network", "--parameters", Parameters.Path, "--urls", "http://127.0.0.1:0",
            "--model-version", "1.2.3", "--parameters-name", "weights", "--parameters-version", "1.4",
        ])).Ready();

        public async ValueTask DisposeAsync()
        {
            await Process.DisposeAsync();
            Parameters.Dispose();
        }
    }
}
