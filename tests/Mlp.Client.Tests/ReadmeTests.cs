using Mlp.Testing;

namespace Mlp.ClientTests;

public sealed class ReadmeTests
{
    [Fact]
    public void Every_example_of_the_readme_is_compiled()
    {
        var compiled = Lines(File.ReadAllText(Repository.PathOf("tests", "Mlp.Client.Tests", "Integration", "ReadmeExampleTests.cs")));
        var examples = File.ReadAllText(Repository.PathOf("src", "mlp-client", "README.md")).Split("```csharp\n")[1..].Select(rest => rest.Split("```")[0]).ToList();

        Assert.Equal(3, examples.Count);

        // The test's own client stands in for the one of a profile.
        Assert.All(examples, example => Assert.Contains(Lines(example.Replace("using var client = new Client(\"pro\");\n", "")), compiled, StringComparison.Ordinal));
    }

    [Fact]
    public void Its_configuration_is_one()
    {
        using var folder = new TemporaryFolder();
        var text = File.ReadAllText(Repository.PathOf("src", "mlp-client", "README.md")).Split("```json\n")[1].Split("```")[0];
        folder.Write(".config/mlp/config.json", text);
        folder.Write(".config/mlp/pro.token", "from-file");
        var environment = new ClientEnvironment(name => name == "MLP_DEV_TOKEN" ? "from-variable" : null, folder.Path, folder.Path);

        Assert.Equal("from-variable", new ConnectionResolution(new(), environment).Resolve().Token);
        Assert.Equal("from-file", new ConnectionResolution(new() { Registry = "pro" }, environment).Resolve().Token);
    }

    [Fact]
    public void Every_error_of_the_client_is_documented()
    {
        var documented = File.ReadAllLines(Repository.PathOf("docs", "errors.md")).Where(line => line.StartsWith("| MLP6", StringComparison.Ordinal)).Select(line => line[2..9]);
        var codes = typeof(ClientErrors).GetFields().Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(codes.Order(StringComparer.Ordinal), documented);
    }

    [Fact]
    public void The_public_surface_is_the_approved_one() =>
        Approved.Matches("tests/approved/Mlp.Client.api.txt", PublicApi.Render(typeof(Client).Assembly));

    private static string Lines(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)) + "\n";
}
