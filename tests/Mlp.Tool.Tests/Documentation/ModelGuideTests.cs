using Mlp.Testing;
using Mlp.Tool.Tests.Building;

namespace Mlp.Tool.Tests.Documentation;

/// <summary>The guide for authors of models, and the model of the README: what they show is compiled as it stands, discovered, and does what they say.</summary>
public sealed class ModelGuideTests(InstalledTool tool, PackedLibraries packages)
{
    [Fact]
    public async Task Its_code_is_a_model_that_is_found_fits_and_predicts()
    {
        packages.AddClient();
        using var code = new CodeRepository(packages);
        code.UseFeed();
        code.Project("Orbits/Orbits.csproj", ["Mlp.Models", "Mlp.Client"]);
        code.Write("Orbits/Orbit.cs", string.Join('\n', Examples("docs", "models.md")));
        code.Write("Orbits/Gain.cs", Examples("README.md")[0]);
        code.Write("Try/Try.csproj", Program);
        code.Write("Try/Program.cs", """
            var orbit = new Orbit();
            orbit.Fit(new([([1, 0], 3), ([0, 1], -2), ([1, 1], 1)]));
            var gain = new Gain();
            gain.Fit(([1, 2, 3], [2, 4, 6]));
            Console.WriteLine(FormattableString.Invariant($"{orbit.Predict([2, 1])[0]:0.00} {gain.Predict(21):0.00}"));
            """);
        code.Commit();
        Assert.EndsWith("4.00 42.00", Sdk.Dotnet(code.Root, "run", "--project", "Try").Trim(), StringComparison.Ordinal);
        using var home = new TemporaryFolder();
        var models = await Tool.RunProgram(tool.Program, ["models"], new Dictionary<string, string> { ["MLP_HOME"] = home.PathOf("") }, folder: code.Root);
        Assert.True(models.Exit == 0, models.Errors);
        Assert.Contains("orbit", models.Output, StringComparison.Ordinal);
        Assert.Contains("gain", models.Output, StringComparison.Ordinal);
    }

    private const string Program = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
          <ItemGroup>
            <ProjectReference Include="../Orbits/Orbits.csproj" />
          </ItemGroup>
        </Project>
        """;

    private static string[] Examples(params string[] file) => [.. File.ReadAllText(Repository.PathOf(file)).Split("```csharp\n")[1..].Select(rest => rest.Split("```")[0])];
}
