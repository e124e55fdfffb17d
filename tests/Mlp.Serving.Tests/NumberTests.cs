using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Mlp.Serving.Tests;

/// <summary>Numbers that JSON does not know, and many of them.</summary>
public sealed class NumberTests
{
    [Fact]
    public async Task NaN_passes_where_it_is_allowed_as_text_and_as_bytes()
    {
        await using var serving = await ServingProcess.Serve("image", "--allow-nan");
        Assert.Equal("""["NaN","Infinity",9]""", await serving.Predict("""["NaN","Infinity",3,4,5,6]"""));
        var json = Encoding.UTF8.GetBytes("""{"inputs":[{"name":"pixels","datatype":"FP32","shape":[2,3],"parameters":{"binary_data_size":24}}],"parameters":{"binary_data_output":true}}""");
        using var content = new ByteArrayContent([.. json, .. MemoryMarshal.AsBytes<float>([float.NaN, float.NegativeInfinity, 3, 4, 5, 6])]);
        content.Headers.Add("Inference-Header-Content-Length", $"{json.Length}");
        using var answer = await serving.Http.PostAsync("/v2/models/image/infer", content);
        var body = await answer.Content.ReadAsByteArrayAsync();
        var length = int.Parse(answer.Headers.GetValues("Inference-Header-Content-Length").Single(), CultureInfo.InvariantCulture);
        Assert.Equal([float.NaN, float.NegativeInfinity, 9], MemoryMarshal.Cast<byte, float>(body.AsSpan(length)).ToArray());
    }

    [Fact]
    public async Task An_answer_that_is_not_finite_is_the_models_fault()
    {
        await using var serving = await ServingProcess.Serve("image");
        foreach (var (path, body) in new[]
        {
            ("/predict", "[3e38,2,3,3e38,5,6]"),
            ("/v2/models/image/infer", """{"inputs":[{"name":"pixels","datatype":"FP32","shape":[2,3],"data":[3e38,2,3,3e38,5,6]}]}"""),
        })
        {
            var (status, answer) = await serving.Post(path, body);
            Assert.Equal(500, status);
            Assert.Contains("MLP9034", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_batch_may_be_longer_than_the_queue()
    {
        using var parameters = new NetworkParameters();
        await using var serving = await (await ServingProcess.Start(
            ["--model", ServingProcess.Models, "--name", "network", "--parameters", parameters.Path, "--urls", "http://127.0.0.1:0", "--queue", "10"])).Ready();
        var inputs = NetworkParameters.Inputs(5000);
        var answers = JsonSerializer.Deserialize<float[][]>(await serving.Predict(JsonSerializer.Serialize(inputs), "/predict/batch"))!;
        Assert.Equal(inputs.Select(parameters.Network.Predict), answers);
    }

    [Theory]
    [InlineData("1.5", "2")]
    [InlineData("-1.17549421e-38", "0")]
    [InlineData("9007199254740993", "9007199254740992")]
    public async Task Whole_numbers_of_64_bits_keep_all_their_digits(string input, string output)
    {
        await using var serving = await ServingProcess.Serve("doubles");
        Assert.Equal($"[{output}]", await serving.Predict($"[{input}]"));
        Assert.Contains($"\"data\":[{output}]", await serving.Predict($$$"""{"inputs":[{"name":"input","datatype":"FP64","shape":[1],"data":[{{{input}}}]}]}""", "/v2/models/doubles/infer"), StringComparison.Ordinal);
    }
}
