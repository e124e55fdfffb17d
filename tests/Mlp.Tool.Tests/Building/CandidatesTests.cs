using Mlp.Cli;
using Mlp.Cli.Building;

namespace Mlp.Tool.Tests.Building;

/// <summary>Which code projects are built to look for models: evaluated only, nothing is restored here.</summary>
public sealed class CandidatesTests : IDisposable
{
    private readonly CodeRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void The_models_of_an_example_are_built_and_its_training_application_and_tests_are_not()
    {
        foreach (var (project, references) in new (string, string[])[]
        {
            ("src/Beam/Beam.csproj", ["Mlp.Models.Dense"]),
            ("src/Training/Training.csproj", ["Mlp.Client", "../Beam/Beam.csproj"]),
            ("src/Consumer/Consumer.csproj", ["Mlp.Client", "../Beam/Beam.csproj"]),
            ("tests/Tests/Tests.csproj", ["xunit.v3", "../../src/Beam/Beam.csproj"]),
            ("tools/Plot/Plot.csproj", []),
        })
        {
            _repository.Project(project, references);
        }

        _repository.Write("src/Beam/Models.cs", CodeRepository.Model);
        _repository.Write("tests/Tests/Tests.cs", "// about [assembly: MlpModel]");
        _repository.Write("tools/Plot/Plot.cs", "// MlpModel is not for us");
        Assert.Equal(["src/Beam/Beam.csproj"], Candidates());
    }

    [Fact]
    public void A_project_that_gets_the_attribute_through_another_project_is_a_candidate()
    {
        _repository.Project("Base/Base.csproj", ["Mlp.Models"]);
        _repository.Project("Beam/Beam.csproj", ["../Base/Base.csproj"]);
        _repository.Write("Beam/Models.cs", CodeRepository.Model);
        Assert.Equal(["Beam/Beam.csproj"], Candidates());
    }

    [Fact]
    public void The_attribute_may_stand_in_an_imported_file_or_in_one_from_elsewhere()
    {
        _repository.Write("Directory.Build.props", "<Project><PropertyGroup><Company>Beams</Company></PropertyGroup></Project>");
        _repository.Write("a/models.props", "<Project><ItemGroup><AssemblyAttribute Include=\"Mlp.Models.MlpModelAttribute\" /></ItemGroup></Project>");
        _repository.Project("a/One/One.csproj", ["Mlp.Models"]);
        File.WriteAllText(_repository.PathOf("a/One/One.csproj"), File.ReadAllText(_repository.PathOf("a/One/One.csproj")).Replace("</Project>", "<Import Project=\"../models.props\" /></Project>", StringComparison.Ordinal));
        _repository.Write("b/shared/Models.cs", CodeRepository.Model);
        _repository.Project("b/Two/Two.csproj", ["Mlp.Models"]);
        File.WriteAllText(_repository.PathOf("b/Two/Two.csproj"), File.ReadAllText(_repository.PathOf("b/Two/Two.csproj")).Replace("</Project>", "<ItemGroup><Compile Include=\"../shared/*.cs\" /></ItemGroup></Project>", StringComparison.Ordinal));
        _repository.Project("c/Three/Three.csproj", ["Mlp.Models"]);
        Assert.Equal(["a/One/One.csproj", "b/Two/Two.csproj"], Candidates());
    }

    [Fact]
    public void Where_no_source_mentions_the_attribute_all_that_could_declare_it_are_built()
    {
        _repository.Project("One/One.csproj", ["Mlp.Models"]);
        _repository.Project("Two/Two.csproj", ["Mlp.Models"]);
        _repository.Project("Three/Three.csproj");
        Assert.Equal(["One/One.csproj", "Two/Two.csproj"], Candidates());
    }

    [Fact]
    public void Projects_that_are_named_are_taken_as_they_are()
    {
        _repository.Project("One/One.csproj", ["Mlp.Models"]);
        _repository.Project("Two/Two.csproj");
        _repository.Write("mlp.json", """{ "projects": ["Two/Two.csproj"] }""");
        Assert.Equal(["Two/Two.csproj"], Candidates());
    }

    [Theory]
    [InlineData("""{ "projects": ["One/One.csprj"] }""", "MLP7211", "did you mean 'One/One.csproj'?")]
    [InlineData("""{ "projects": ["../../elsewhere/Another.csproj"] }""", "MLP7211", "name csproj files below the folder of mlp.json")]
    [InlineData("""{ "projects": ["inner/Inner.csproj"] }""", "MLP7212", "name csproj files of this project, or move mlp.json")]
    public void A_named_project_that_is_not_one_of_this_project_is_refused(string json, string code, string remedy)
    {
        _repository.Project("One/One.csproj", ["Mlp.Models"]);
        _repository.Project("inner/Inner.csproj", ["Mlp.Models"]);
        _repository.Write("inner/mlp.json", """{ "tagPrefix": "inner/" }""");
        _repository.Write("mlp.json", json);
        var error = Assert.Throws<CommandFailedException>(Candidates);
        Assert.Equal((code, remedy), (error.Code, error.Remedy));
    }

    [Fact]
    public void A_repository_without_such_projects_is_told_what_to_add()
    {
        _repository.Project("One/One.csproj");
        Assert.Equal("MLP7213", Assert.Throws<CommandFailedException>(Candidates).Code);
    }

    [Theory]
    [InlineData("net48")]
    [InlineData("net11.0")]
    [InlineData("net10.0-windows")]
    public void A_model_that_the_serving_runtime_cannot_load_is_refused_before_it_is_built(string framework)
    {
        _repository.Project("One/One.csproj", ["Mlp.Models"], framework: framework);
        var error = Assert.Throws<CommandFailedException>(Candidates);
        Assert.Equal("MLP7305", error.Code);
        Assert.Contains(framework, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("net10.0", "net8.0", "net10.0", "net48")]
    [InlineData("net8.0", "net8.0", "netstandard2.1", "net10.0-windows")]
    [InlineData("netstandard2.0", "netstandard2.0", "net472")]
    public void Of_several_target_frameworks_the_highest_that_can_be_loaded_counts(string best, params string[] frameworks)
    {
        var file = _repository.Project("One/One.csproj", ["Mlp.Models"], $"<TargetFrameworks>{string.Join(';', frameworks)}</TargetFrameworks>", framework: null);
        using var evaluations = _repository.Evaluations();
        var project = evaluations.Get(file);
        Assert.Equal(best, project.TargetFramework);
        Assert.Equal(frameworks, project.TargetFrameworks);
        Assert.Equal(_repository.PathOf($"One/bin/Release/{best}/One.dll"), project.TargetPath);
    }

    [Fact]
    public void A_project_that_cannot_be_read_is_named()
    {
        var file = _repository.Write("One/One.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\">");
        var error = Assert.Throws<CommandFailedException>(Candidates);
        Assert.Equal(("MLP7303", file), (error.Code, error.Value));
    }

    [Fact]
    public void A_reference_to_a_project_that_is_not_there_is_named()
    {
        _repository.Project("One/One.csproj", ["Mlp.Models", "../Gone/Gone.csproj"]);
        var error = Assert.Throws<CommandFailedException>(Candidates);
        Assert.Equal(("MLP7304", _repository.PathOf("Gone/Gone.csproj")), (error.Code, error.Value));
    }

    private List<string> Candidates()
    {
        using var evaluations = _repository.Evaluations();
        var workspace = _repository.Workspace();
        return [.. new ModelProjects(workspace.Choose(null, _repository.Root), evaluations).Candidates().Select(project => Path.GetRelativePath(_repository.Root, project.File))];
    }
}
