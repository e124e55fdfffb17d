using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Mlp.Testing;

namespace Mlp.Serving.Tests;

/// <summary>What the process tells of its model and of itself.</summary>
public sealed partial class DescriptionTests
{
    [Fact]
    public async Task The_document_has_the_models_own_types_and_an_example_that_it_takes()
    {
        await using var serving = await ServingProcess.Serve("echo", "--model-version", "1.0.0");
        var document = JsonNode.Parse((await serving.Get("/openapi/v1.json")).Body)!;
        Assert.Equal("3.1.0", (string?)document["openapi"]);
        var input = document["components"]!["schemas"]!["Input"]!;
        Assert.Equal(["name", "energy", "kind", "bunches", "optics"], input["properties"]!.AsObject().Select(property => property.Key));
        Assert.Equal(["name", "energy", "kind", "bunches"], input["required"]!.AsArray().Select(name => (string)name!));
        Assert.Equal("number", (string?)input["properties"]!["energy"]!["type"]);
        Assert.Equal("""["proton","heavyIon"]""", input["properties"]!["kind"]!["enum"]!.ToJsonString());
        Assert.False((bool)input["additionalProperties"]!);
        var example = document["paths"]!["/predict"]!["post"]!["requestBody"]!["content"]!["application/json"]!["example"]!;
        await serving.Predict(example.ToJsonString());
        foreach (var (path, _) in document["paths"]!.AsObject())
        {
            Assert.NotEqual(404, (await serving.Get(path)).Status);
        }
    }

    [Fact]
    public async Task A_shape_is_part_of_the_document_and_of_the_metadata()
    {
        await using var serving = await ServingProcess.Serve("image");
        var document = JsonNode.Parse((await serving.Get("/openapi/v1.json")).Body)!;
        Assert.Equal(6, (int?)document["components"]!["schemas"]!["Input"]!["minItems"]);
        Assert.Equal(6, (int?)document["components"]!["schemas"]!["Input"]!["maxItems"]);
        Assert.Equal(
            """{"name":"image","versions":[],"platform":"mlp_dotnet","inputs":[{"name":"pixels","datatype":"FP32","shape":[-1,2,3]}],"outputs":[{"name":"output","datatype":"FP32","shape":[-1,3]}]}""",
            (await serving.Get("/v2/models/image")).Body);
    }

    [Fact]
    public async Task The_page_and_its_files_come_from_the_process()
    {
        await using var serving = await ServingProcess.Serve("image");
        var (status, page) = await serving.Get("/swagger");
        Assert.Equal(200, status);
        foreach (Match file in Linked().Matches(page))
        {
            using var answer = await serving.Http.GetAsync($"/swagger/{file.Groups[1].Value}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True((await answer.Content.ReadAsByteArrayAsync()).Length > 500);
        }

        Assert.Equal(404, (await serving.Get("/swagger/../Program.cs")).Status);
    }

    [Fact]
    public async Task The_protocols_tell_their_state()
    {
        await using var serving = await ServingProcess.Serve("image", "--model-version", "3.1.4");
        foreach (var path in new[] { "/v2", "/v2/health/live", "/v2/health/ready", "/v2/models/image", "/v2/models/image/versions/3.1.4", "/v2/models/image/ready", "/v2/models/image/versions/3.1.4/ready", "/v1/models", "/v1/models/image", "/" })
        {
            var (status, body) = await serving.Get(path);
            Assert.True(status == 200, $"{path}: {status} {body}");
            Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(body).RootElement.ValueKind);
        }
    }

    [Fact]
    public async Task Metrics_count_requests_errors_and_time()
    {
        await using var serving = await ServingProcess.Serve("image");
        await serving.Predict("[1,2,3,4,5,6]");
        await serving.Predict("[[1,2,3,4,5,6],[1,2,3,4,5,6]]", "/predict/batch");
        await serving.Post("/predict", "x");
        await serving.Predict("""{"values":[1,2,3,4,5,6]}""", "/json");
        var (_, text) = await serving.Get("/metrics");
        Assert.Contains("mlp_requests_total{protocol=\"simple\",code=\"200\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("mlp_requests_total{protocol=\"simple\",code=\"400\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("mlp_request_errors_total{protocol=\"simple\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("mlp_requests_total{protocol=\"tfaas\",code=\"200\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("mlp_request_duration_seconds_count{protocol=\"simple\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("mlp_queue_length 0\n", text, StringComparison.Ordinal);
        Assert.Contains("mlp_ready 1\n", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(Sample(), line));
    }

    [Fact]
    public async Task Traces_go_where_they_are_wanted()
    {
        using var collector = new HttpListener();
        var port = FreePort();
        collector.Prefixes.Add($"http://127.0.0.1:{port}/");
        collector.Start();
        await using var serving = await (await ServingProcess.Start(
            ["--model", ServingProcess.Models, "--name", "celsius", "--urls", "http://127.0.0.1:0"],
            new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{port}",
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            })).Ready();
        serving.Http.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        await serving.Predict("32");
        var seen = "";
        while (!seen.Contains("POST /predict", StringComparison.Ordinal))
        {
            var request = await collector.GetContextAsync().WaitAsync(TimeSpan.FromSeconds(30));
            using var body = new MemoryStream();
            await request.Request.InputStream.CopyToAsync(body);
            seen += System.Text.Encoding.Latin1.GetString(body.ToArray());
            Assert.Equal("/v1/traces", request.Request.Url!.AbsolutePath);
            request.Response.Close();
        }

        Assert.Contains(System.Text.Encoding.Latin1.GetString(Convert.FromHexString("0af7651916cd43dd8448eb211c80319c")), seen, StringComparison.Ordinal);
        Assert.Contains("celsius", seen, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_code_has_an_entry_with_its_title()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "errors.md"));
        var codes = typeof(ErrorCode).GetFields().Where(field => field.IsStatic).Select(field => (ErrorCode)field.GetValue(null)!).ToList();
        Assert.True(codes.Count > 25);
        Assert.All(codes, code => Assert.Contains($"### {code.Code}: {code.Title}\n", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_option_has_its_place_in_the_page()
    {
        var page = await File.ReadAllTextAsync(Repository.PathOf("docs", "serving.md"));
        var usage = (await ServingProcess.Run(["--help"])).Output;
        Assert.All(Option().Matches(usage).Select(match => match.Value), option => Assert.Contains($"`{option}", page, StringComparison.Ordinal));
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("(?:href|src)=\"([^\"]+)\"")]
    private static partial Regex Linked();

    [GeneratedRegex("""^(#.*|[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? -?[0-9.E+-]+)$""")]
    private static partial Regex Sample();

    [GeneratedRegex("--[a-z-]+")]
    private static partial Regex Option();
}
