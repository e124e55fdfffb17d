using System.Text.Json.Nodes;
using Mlp.Models;
using Mlp.Testing;

namespace Mlp.Serving.Tests;

/// <summary>From folders to a model that is ready, or to the reason why it is not.</summary>
public sealed class LoadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_of_a_bundle_that_lies_in_a_folder_of_its_own()
    {
        Copy(ServingProcess.Models, _folder.PathOf("ServedModels"));
        Describe("1.0.0.0", ("celsius", "ServedModels.Celsius", "ServedModels/ServedModels.dll"), ("echo", "ServedModels.Echo", "ServedModels/ServedModels.dll"));
        await using var serving = await Serve("--name", "celsius");
        Assert.Equal("100.00001", await serving.Predict("212"));
        Assert.Equal("""{"predictions":[0,100.00001]}""", await serving.Predict("""{"instances":[32,212]}""", "/v1/models/celsius:predict"));
        Assert.Equal("[100.00001]", await serving.Predict("""{"keys":["f"],"values":[212]}""", "/json"));
        Assert.Equal("[2]", JsonNode.Parse(await serving.Predict("""{"inputs":[{"name":"input","datatype":"FP32","shape":[2],"data":[32,212]}]}""", "/v2/models/celsius/infer"))!["outputs"]![0]!["shape"]!.ToJsonString());
    }

    [Fact]
    public async Task The_only_model_of_a_bundle_needs_no_name()
    {
        Copy(ServingProcess.Models, _folder.Path);
        Describe("0.1.0.0", ("doubles", "ServedModels.Doubles", "ServedModels.dll"));
        await using var serving = await Serve();
        Assert.Equal("[1,-3]", await serving.Predict("[1.2,-2.7]"));
    }

    [Fact]
    public async Task Native_parts_are_found_where_the_dependencies_file_says()
    {
        await using var serving = await ServingProcess.Serve("outside");
        Assert.True(int.Parse(await serving.Predict("0"), System.Globalization.CultureInfo.InvariantCulture) > 3_000_000);
    }

    [Fact]
    public async Task Several_models_and_no_name() => await Fails("MLP9002", ["--model", ServingProcess.Models], "celsius", "--name");

    [Fact]
    public async Task A_name_that_is_not_there() => await Fails("MLP9002", ["--model", ServingProcess.Models, "--name", "other"], "'other'", "celsius");

    [Fact]
    public async Task A_folder_that_is_not_there() => await Fails("MLP9001", ["--model", _folder.PathOf("none")], "does not exist");

    [Fact]
    public async Task A_folder_without_models() => await Fails("MLP9001", ["--model", Path.GetDirectoryName(typeof(IModel).Assembly.Location)! + "/../../../../../src/mlp-models"], "declares a model");

    [Fact]
    public async Task A_contract_that_is_newer()
    {
        Copy(ServingProcess.Models, _folder.Path);
        Describe("99.0.0.0", ("echo", "ServedModels.Echo", "ServedModels.dll"));
        await Fails("MLP9003", ["--model", _folder.Path], "99.0.0.0", "newer version of mlp");
    }

    [Fact]
    public async Task A_bundle_of_another_format()
    {
        _folder.Write("mlp-bundle.json", """{"formatVersion":2,"layers":[]}""");
        await Fails("MLP9001", ["--model", _folder.Path], "format version 2");
    }

    [Fact]
    public async Task A_bundle_that_names_what_lies_outside()
    {
        Describe("0.1.0.0", ("echo", "ServedModels.Echo", "../ServedModels.dll"));
        await Fails("MLP9001", ["--model", _folder.Path], "'../ServedModels.dll'");
    }

    [Fact]
    public async Task A_class_that_is_not_there()
    {
        Copy(ServingProcess.Models, _folder.Path);
        Describe("0.1.0.0", ("gone", "ServedModels.Gone", "ServedModels.dll"));
        await Fails("MLP9004", ["--model", _folder.Path], "ServedModels.Gone");
    }

    [Fact]
    public async Task A_dependency_that_is_missing()
    {
        Copy(ServingProcess.Models, _folder.Path);
        File.Delete(_folder.PathOf("Dependency.dll"));
        await Fails("MLP9006", ["--model", _folder.Path, "--name", "celsius"], "Dependency");
    }

    [Fact]
    public async Task Parameters_that_do_not_fit() => await Fails("MLP9005", ["--model", ServingProcess.Models, "--name", "broken_parameters", "--parameters", _folder.Path], "weights.f32");

    [Fact]
    public async Task A_model_that_fails_at_its_first_prediction() => await Fails("MLP9006", ["--model", ServingProcess.Models, "--name", "broken_warm_up"], "nothing works", "InputShape");

    private static async Task Fails(string code, string[] arguments, params string[] words)
    {
        await using var serving = await ServingProcess.Start([.. arguments, "--urls", "http://127.0.0.1:0"]);
        await ServingProcess.Until(async () => JsonNode.Parse((await serving.Get("/health/ready")).Body)!["state"]!.GetValue<string>() == "failed");
        var (status, body) = await serving.Get("/health/ready");
        Assert.Equal(503, status);
        Assert.Contains($"\"{code}\"", body, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, JsonNode.Parse(body)!["reason"] + " " + JsonNode.Parse(body)!["remedy"], StringComparison.Ordinal));
        Assert.Contains(code, serving.Log, StringComparison.Ordinal);
        Assert.Equal(200, (await serving.Get("/health/live")).Status);
        Assert.Equal(503, (await serving.Post("/predict", "1")).Status);
    }

    private async Task<ServingProcess> Serve(params string[] arguments) =>
        await (await ServingProcess.Start(["--model", _folder.Path, "--urls", "http://127.0.0.1:0", .. arguments])).Ready();

    private void Describe(string contract, params (string Name, string Class, string Assembly)[] models)
    {
        var bundle = new JsonObject
        {
            ["formatVersion"] = 1,
            ["runtime"] = "dotnet",
            ["contract"] = new JsonObject { ["assembly"] = "Mlp.Models", ["version"] = contract == "1.0.0.0" ? typeof(IModel).Assembly.GetName().Version!.ToString() : contract },
            ["models"] = new JsonArray([.. models.Select(m => new JsonObject { ["name"] = m.Name, ["class"] = m.Class, ["assembly"] = m.Assembly, ["entry"] = m.Assembly })]),
        };
        _folder.Write("mlp-bundle.json", bundle.ToJsonString());
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
