using Mlp.Cli.Building;

namespace Mlp.Tool.Tests.Building;

/// <summary>What an evaluation came to is kept in obj, and never answered once anything it rests on is another.</summary>
public sealed class KeptEvaluationTests : IDisposable
{
    private readonly CodeRepository _repository = new();
    private readonly string _file;

    public KeptEvaluationTests()
    {
        _file = _repository.Project("src/One/One.csproj", ["Mlp.Models"]);
        _repository.Write("src/Directory.Build.props", "<Project><Import Project=\"more.props\" /></Project>");
        _repository.Write("src/more.props", "<Project><PropertyGroup><AssemblyName>Before</AssemblyName></PropertyGroup></Project>");
        Age();
    }

    private string Kept => _repository.PathOf("src/One/obj/mlp/One.csproj.evaluation.json");

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void The_second_answer_comes_from_the_file_and_is_the_same()
    {
        var first = Evaluate();
        Assert.True(File.Exists(Kept));

        // Only who reads the file sees this.
        File.WriteAllText(Kept, File.ReadAllText(Kept).Replace("\"Before\"", "\"FromTheFile\"", StringComparison.Ordinal));
        Assert.Equal(("Before", "FromTheFile"), (first.AssemblyName, Evaluate().AssemblyName));
    }

    [Theory]
    [InlineData("src/more.props", "<Project><PropertyGroup><AssemblyName>Changed</AssemblyName></PropertyGroup></Project>")]
    [InlineData("src/One/Directory.Build.props", "<Project><PropertyGroup><AssemblyName>Changed</AssemblyName></PropertyGroup></Project>")]
    [InlineData("Directory.Build.targets", "<Project><PropertyGroup><AssemblyName>Changed</AssemblyName></PropertyGroup></Project>")]
    [InlineData("src/One/One.csproj.user", "<Project><PropertyGroup><AssemblyName>Changed</AssemblyName></PropertyGroup></Project>")]
    [InlineData("src/One/obj/One.csproj.generated.props", "<Project><PropertyGroup><AssemblyName>Changed</AssemblyName></PropertyGroup></Project>")]
    public void A_file_that_changed_or_appeared_is_seen(string file, string text)
    {
        var before = Evaluate();
        _repository.Write(file, text);
        var after = Evaluate();
        Assert.Equal("Changed", after.AssemblyName);
        Assert.Equal("Before", before.AssemblyName);
        Assert.Contains(_repository.PathOf("src/more.props"), after.Imports.Concat(before.Imports));
    }

    [Fact]
    public void A_file_that_went_away_is_seen()
    {
        Evaluate();
        File.Delete(_repository.PathOf("src/Directory.Build.props"));
        Assert.Equal("One", Evaluate().AssemblyName);
    }

    [Fact]
    public void A_change_of_the_same_size_is_seen()
    {
        Evaluate();
        _repository.Write("src/more.props", "<Project><PropertyGroup><AssemblyName>Behind</AssemblyName></PropertyGroup></Project>");
        Assert.Equal("Behind", Evaluate().AssemblyName);
    }

    [Fact]
    public void Another_environment_is_another_answer()
    {
        Evaluate("before");
        File.WriteAllText(Kept, File.ReadAllText(Kept).Replace("\"Before\"", "\"FromTheFile\"", StringComparison.Ordinal));
        Assert.Equal("Before", Evaluate("after").AssemblyName);
    }

    [Theory]
    [InlineData("<PropertyGroup Condition=\"Exists('$(MSBuildThisFileDirectory)flag')\"><AssemblyName>Changed</AssemblyName></PropertyGroup>")]
    [InlineData("<PropertyGroup><AssemblyName>$([System.IO.File]::ReadAllText('$(MSBuildThisFileDirectory)flag'))</AssemblyName></PropertyGroup>")]
    [InlineData("<PropertyGroup><Now>$([System.DateTime]::Now.Ticks)</Now></PropertyGroup>")]
    [InlineData("<Import Project=\"parts/*.props\" />")]
    [InlineData("<ItemGroup><Compile Include=\"../Shared/**/*.cs\" /></ItemGroup>")]
    [InlineData("<ItemGroup><ProjectReference Include=\"parts/*.csproj\" /></ItemGroup>")]
    public void What_depends_on_more_than_its_files_is_not_kept(string element)
    {
        _repository.Write("src/flag", "Before");
        _repository.Write("src/more.props", $"<Project>{element}</Project>");
        Age();
        Evaluate();
        Assert.False(File.Exists(Kept));
    }

    [Fact]
    public void Nothing_is_kept_of_files_that_were_written_a_moment_ago()
    {
        File.SetLastWriteTimeUtc(_file, DateTime.UtcNow);
        Evaluate();
        Assert.False(File.Exists(Kept));
    }

    [Fact]
    public void Nothing_is_kept_of_a_project_that_has_its_outputs_elsewhere()
    {
        _repository.Write("src/more.props", "<Project><PropertyGroup><ArtifactsPath>$(MSBuildThisFileDirectory)artifacts</ArtifactsPath></PropertyGroup></Project>");
        Age();
        Assert.Equal(_repository.PathOf("src/artifacts/obj/One"), Evaluate().IntermediateFolder);
        Assert.False(Directory.Exists(_repository.PathOf("src/One/obj")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    public void A_damaged_file_is_evaluated_again(string text)
    {
        Evaluate();
        File.WriteAllText(Kept, text);
        Assert.Equal("Before", Evaluate().AssemblyName);
    }

    private void Age()
    {
        foreach (var file in Directory.EnumerateFiles(_repository.Root, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));
        }
    }

    private CodeProject Evaluate(string environment = "")
    {
        using var evaluations = _repository.Evaluations(environment);
        return evaluations.Get(_file);
    }
}
