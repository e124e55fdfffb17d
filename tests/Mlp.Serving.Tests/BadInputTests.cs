using System.Text;
using System.Text.Json.Nodes;

namespace Mlp.Serving.Tests;

/// <summary>What is wrong with a request is told with its place, and nothing of the inside is.</summary>
public sealed class BadInputTests(BadInputTests.Served served) : IClassFixture<BadInputTests.Served>
{
    private const string Beam = """{"name":"b","energy":1,"kind":"proton","bunches":[1,2]}""";

    [Theory]
    [InlineData("", "MLP9010", "$")]
    [InlineData("{", "MLP9010", "$")]
    [InlineData("[1,2", "MLP9010", "$[1]")]
    [InlineData("null", "MLP9011", "$")]
    [InlineData("7", "MLP9011", "$")]
    [InlineData("""{"name":"b","energy":1,"kind":"proton"}""", "MLP9011", "$")]
    [InlineData("""{"name":"b","energy":1,"kind":"proton","bunches":[1,2],"more":1}""", "MLP9011", "$.more")]
    [InlineData("""{"name":"b","energy":1,"energy":2,"kind":"proton","bunches":[1,2]}""", "MLP9011", "$.energy")]
    [InlineData("""{"name":"b","energy":"high","kind":"proton","bunches":[1,2]}""", "MLP9011", "$.energy")]
    [InlineData("""{"name":"b","energy":NaN,"kind":"proton","bunches":[1,2]}""", "MLP9010", "$.energy")]
    [InlineData("""{"name":"b","energy":1e999,"kind":"proton","bunches":[1,2]}""", "MLP9011", "$.energy")]
    [InlineData("""{"name":"b","energy":1,"kind":"muon","bunches":[1,2]}""", "MLP9011", "$.kind")]
    [InlineData("""{"name":"b","energy":1,"kind":"proton","bunches":[1,2.5]}""", "MLP9011", "$.bunches[1]")]
    [InlineData("""{"name":null,"energy":1,"kind":"proton","bunches":[1,2]}""", "MLP9011", "$.name")]
    [InlineData("""{"name":"b","energy":1,"kind":"proton","bunches":[1],"optics":{"beta":1e39,"offsets":[]}}""", "MLP9011", "$.optics.beta")]
    [InlineData("""{"name":"b","energy":-1,"kind":"proton","bunches":[1,2]}""", "MLP9015", "$.energy")]
    [InlineData(Beam + "x", "MLP9010", "$")]
    public Task Of_a_record(string body, string code, string path) => Refused(served.Echo, "/predict", body, code, path);

    [Theory]
    [InlineData("[1,2,3,4,5]", "MLP9011", "$")]
    [InlineData("[1,2,3,4,5,6,7]", "MLP9011", "$")]
    [InlineData("[[1,2,3],[4,5]]", "MLP9011", "$")]
    [InlineData("[[1,2],[3,4],[5,6]]", "MLP9011", "$")]
    [InlineData("[1,2,3,4,5,1e39]", "MLP9012", "$[5]")]
    [InlineData("""[1,2,"NaN",4,5,6]""", "MLP9012", "$[2]")]
    [InlineData("[1,2,NaN,4,5,6]", "MLP9010", "$[2]")]
    [InlineData("""[1,2,"3",4,5,6]""", "MLP9011", "$[2]")]
    [InlineData("[1,2,null,4,5,6]", "MLP9011", "$[2]")]
    [InlineData("{}", "MLP9011", "$")]
    [InlineData("[1,2,3,4,5,6] 7", "MLP9010", "$")]
    public Task Of_numbers(string body, string code, string path) => Refused(served.Image, "/predict", body, code, path);

    [Theory]
    [InlineData("[]", "MLP9011", "$")]
    [InlineData("[1,2,3,4,5,6]", "MLP9011", "$[0]")]
    [InlineData("[[1,2,3,4,5,6],[1]]", "MLP9011", "$[1]")]
    [InlineData("""[[1,2,3,4,5,6],[1,2,3,4,5,"NaN"]]""", "MLP9012", "$[1][5]")]
    public Task Of_a_batch(string body, string code, string path) => Refused(served.Image, "/predict/batch", body, code, path);

    [Fact]
    public Task Of_a_batch_of_records_the_path_goes_through_both() =>
        Refused(served.Echo, "/predict/batch", $$"""[{{Beam}},{"name":"b","energy":"x","kind":"proton","bunches":[]}]""", "MLP9011", "$[1].energy");

    [Fact]
    public Task What_the_model_refuses_of_a_batch_has_its_index() =>
        Refused(served.Echo, "/predict/batch", $$"""[{{Beam}},{"name":"b","energy":-5,"kind":"proton","bunches":[]}]""", "MLP9015", "$[1].energy");

    [Theory]
    [InlineData("{}", "MLP9014", "$.instances")]
    [InlineData("[]", "MLP9014", "$")]
    [InlineData("""{"instances":[[1]]}""", "MLP9011", "$.instances[0]")]
    [InlineData("""{"instances":[[1,2,3,4,5,6]],"instances":[]}""", "MLP9014", "$.instances")]
    [InlineData("""{"instances":[[1,2,3,4,5,6]],"signature_name":"other"}""", "MLP9014", "$.signature_name")]
    public Task Of_instances(string body, string code, string path) => Refused(served.Image, "/v1/models/image:predict", body, code, path);

    [Theory]
    [InlineData("{}", "MLP9014", "$.values")]
    [InlineData("""{"values":[1,2,3,4,5,6],"keys":["a"]}""", "MLP9014", "$.keys")]
    [InlineData("""{"values":[1,2,3,4,5,6],"keys":["a","b","c","d","e","a"]}""", "MLP9014", "$.keys")]
    [InlineData("""{"values":[1,2,3,4,5,"x"]}""", "MLP9011", "$.values[5]")]
    [InlineData("""{"values":[1,2,3,4,5,6],"row":1}""", "MLP9014", "$.row")]
    public Task Of_rows(string body, string code, string path) => Refused(served.Image, "/json", body, code, path);

    [Theory]
    [InlineData("""{"inputs":[{"name":"pixels","shape":[2,3],"data":[1,2,NaN]}]}""", "MLP9010", "$.inputs[0].data[2]")]
    [InlineData("{}", "MLP9014", "$.inputs")]
    [InlineData("""{"inputs":[]}""", "MLP9014", "$.inputs")]
    [InlineData("""{"inputs":[{"name":"other","datatype":"FP32","shape":[2,3],"data":[1,2,3,4,5,6]}]}""", "MLP9014", "$.inputs[0].name")]
    [InlineData("""{"inputs":[{"name":"pixels","datatype":"FP64","shape":[2,3],"data":[1,2,3,4,5,6]}]}""", "MLP9014", "$.inputs[0].datatype")]
    [InlineData("""{"inputs":[{"name":"pixels","datatype":"FP32","shape":[3,2],"data":[1,2,3,4,5,6]}]}""", "MLP9011", "$.inputs[0].shape")]
    [InlineData("""{"inputs":[{"name":"pixels","datatype":"FP32","shape":[6],"data":[1,2,3,4,5,6]}]}""", "MLP9011", "$.inputs[0].shape")]
    [InlineData("""{"inputs":[{"name":"pixels","datatype":"FP32","shape":[-1,2,3],"data":[1,2,3,4,5,6]}]}""", "MLP9011", "$.inputs[0].shape")]
    [InlineData("""{"inputs":[{"name":"pixels","datatype":"FP32","shape":[999999999,2,3],"data":[1,2,3,4,5,6]}]}""", "MLP9011", "$.inputs[0].shape")]
    [InlineData("""{"inputs":[{"name":"pixels","datatype":"FP32","shape":[99999999,2,3],"data":[1,2,3,4,5,6]}]}""", "MLP9011", "$.inputs[0].data")]
    [InlineData("""{"inputs":[{"name":"pixels","datatype":"FP32","shape":[2,3],"data":[1,2,3,4,5]}]}""", "MLP9011", "$.inputs[0].data")]
    [InlineData("""{"inputs":[{"name":"pixels","datatype":"FP32","shape":[2,3],"data":[1,2,3,4,5,1e39]}]}""", "MLP9012", "$.inputs[0].data[5]")]
    [InlineData("""{"inputs":[{"name":"pixels","datatype":"FP32","shape":[2,3],"data":[1,2,3,4,5,{}]}]}""", "MLP9011", "$.inputs[0].data[5]")]
    [InlineData("""{"inputs":[{"name":"pixels","datatype":"FP32","shape":[2,3]}]}""", "MLP9014", "$.inputs[0]")]
    [InlineData("""{"inputs":[{"name":"pixels","datatype":"FP32","shape":[2,3],"parameters":{"binary_data_size":24}}]}""", "MLP9014", "$.inputs[0]")]
    [InlineData("""{"inputs":[{"name":"pixels","datatype":"FP32","shape":[2,3],"data":[1,2,3,4,5,6]}],"outputs":[{"name":"none"}]}""", "MLP9014", "$.outputs[0].name")]
    [InlineData("""{"inputs":[{"name":"pixels","datatype":"FP32","shape":[2,3],"data":[1,2,3,4,5,6]}],"parameters":{"priority":1}}""", "MLP9014", "$.parameters.priority")]
    [InlineData("""{"inputs":[{"name":"pixels","datatype":"FP32","shape":[2,3],"data":[1,2,3,4,5,6]}],"parameters":{"session":"a"}}""", "MLP9016", "session")]
    public Task Of_tensors(string body, string code, string path) => Refused(served.Image, "/v2/models/image/infer", body, code, path);

    [Theory]
    [InlineData("float.NaN", float.NaN)]
    [InlineData("infinity", float.PositiveInfinity)]
    public async Task Bytes_that_are_no_number(string because, float number)
    {
        var json = Encoding.UTF8.GetBytes("""{"inputs":[{"name":"pixels","datatype":"FP32","shape":[2,3],"parameters":{"binary_data_size":24}}]}""");
        using var content = new ByteArrayContent([.. json, .. new float[] { 1, 2, 3, number, 5, 6 }.SelectMany(BitConverter.GetBytes)]);
        content.Headers.Add("Inference-Header-Content-Length", $"{json.Length}");
        using var answer = await served.Image.Http.PostAsync("/v2/models/image/infer", content);
        Problem((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), 400, "MLP9012", "$.inputs[0].data[3]");
        Assert.NotEmpty(because);
    }

    [Fact]
    public async Task Types_that_are_no_tensors_are_sent_elsewhere()
    {
        var (status, body) = await served.Echo.Post("/v2/models/echo/infer", """{"inputs":[]}""");
        Problem(status, body, 400, "MLP9024", null);
        Assert.Equal("[]", JsonNode.Parse((await served.Echo.Get("/v2/models/echo")).Body)!["inputs"]!.ToJsonString());
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_and_the_next_one_is_taken()
    {
        var (status, body) = await UntilAnswered(() => served.Image.Post("/predict", $"[{string.Join(',', Enumerable.Repeat("1.5", 30_000))}]"));
        Problem(status, body, 413, "MLP9013", null);
        Assert.Equal("[5,7,9]", await served.Image.Predict("[1,2,3,4,5,6]"));
    }

    // The answer comes while the body is still being sent, and the connection ends with it: a client that is slow to read sees the end alone.
    private static async Task<(int Status, string Body)> UntilAnswered(Func<Task<(int Status, string Body)>> send)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await send();
            }
            catch (HttpRequestException e) when (e.InnerException is IOException && tries < 10)
            {
                await Task.Delay(50 * tries);
            }
        }
    }

    [Fact]
    public Task A_body_that_is_too_deep_is_refused() => Refused(served.Echo, "/predict", new string('[', 20_000), "MLP9010", string.Concat(Enumerable.Repeat("[0]", 64)).Insert(0, "$")[..193]);

    [Fact]
    public async Task A_large_body_arrives_in_many_pieces()
    {
        var name = new string('x', 40_000);
        Assert.Contains(name, await served.Echo.Predict($$"""{"name":"{{name}}","energy":1,"kind":"heavyIon","bunches":[]}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shape_may_be_nested_or_flat()
    {
        Assert.Equal("[5,7,9]", await served.Image.Predict("[1,2,3,4,5,6]"));
        Assert.Equal("[5,7,9]", await served.Image.Predict(" [[1,2,3],\n[4,5,6]] "));
        Assert.Equal("""{"predictions":[[5,7,9],[5,7,9]]}""", await served.Image.Predict("""{"signature_name":"serving_default","instances":[[[1,2,3],[4,5,6]],[1,2,3,4,5,6]]}""", "/v1/models/image:predict"));
    }

    [Fact]
    public async Task A_row_becomes_a_record()
    {
        Assert.Equal(Beam.Replace("}", ""","optics":null}""", StringComparison.Ordinal), await served.Echo.Predict("""{"keys":["name","energy","kind","bunches"],"values":["b",1,"proton",[1,2]]}""", "/json"));
        await Refused(served.Echo, "/json", """{"keys":["name"],"values":["b"]}""", "MLP9011", "$");
    }

    [Theory]
    [InlineData("GET", "/predict", 405, "MLP9021")]
    [InlineData("POST", "/metrics", 405, "MLP9021")]
    [InlineData("GET", "/nothing", 404, "MLP9020")]
    [InlineData("GET", "/v2/models/other", 404, "MLP9022")]
    [InlineData("GET", "/v2/models/image/versions/9", 404, "MLP9022")]
    [InlineData("POST", "/v1/models/other:predict", 404, "MLP9022")]
    public async Task Addresses_that_are_wrong(string method, string path, int status, string code)
    {
        using var request = new HttpRequestMessage(new(method), path);
        using var answer = await served.Image.Http.SendAsync(request);
        Problem((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), status, code, value: null);
    }

    private static async Task Refused(ServingProcess process, string path, string body, string code, string place)
    {
        var (status, answer) = await process.Post(path, body);
        Problem(status, answer, 400, code, place);
    }

    private static void Problem(int status, string body, int expected, string code, string? value)
    {
        Assert.True(status == expected, $"{status}: {body}");
        var problem = JsonNode.Parse(body)!;
        Assert.True((string?)problem["code"] == code, body);
        Assert.True(value is null || (string?)problem["value"] == value, body);
        Assert.NotEmpty((string)problem["remedy"]!);
        Assert.NotEmpty((string)problem["traceId"]!);
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", body, StringComparison.Ordinal);
    }

    public sealed class Served : IAsyncLifetime
    {
        public ServingProcess Echo { get; private set; } = null!;

        public ServingProcess Image { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            (Echo, Image) = (await ServingProcess.Serve("echo", "--max-body", "64KiB"), await ServingProcess.Serve("image", "--max-body", "64KiB"));

        public async ValueTask DisposeAsync()
        {
            await Echo.DisposeAsync();
            await Image.DisposeAsync();
        }
    }
}
