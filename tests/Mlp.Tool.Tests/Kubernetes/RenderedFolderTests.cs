using Mlp.Cli;
using Mlp.Cli.Kubernetes;
using Mlp.Cli.Kubernetes.Objects;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Kubernetes;

public sealed class RenderedFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_for_each_pair_and_a_kustomization_that_builds()
    {
        Assert.Equal(["beam-first.yaml written", "beam-second.yaml written", "kustomization.yaml written"], Write(Pairs.Project, "first", "second"));
        var text = await File.ReadAllTextAsync(_folder.PathOf("beam-first.yaml"));
        Assert.Equal(["beam-first.yaml unchanged", "beam-second.yaml unchanged", "kustomization.yaml unchanged"], Write(Pairs.Project, "second", "first"));
        Assert.Equal(text, await File.ReadAllTextAsync(_folder.PathOf("beam-first.yaml")));
        Assert.Equal(6, YamlText.Parse(await Kubectl.Kustomize(_folder.Path)).Count);
    }

    [Fact]
    public void A_pair_that_is_gone_goes_from_the_folder_and_nothing_else_does()
    {
        _folder.Write("own.yaml", "kind: ConfigMap\n");
        Write("git.example.org/other", "theirs");
        Write(Pairs.Project, "first", "second");
        Assert.Equal(["beam-first.yaml unchanged", "beam-second.yaml removed", "kustomization.yaml written"], Write(Pairs.Project, "first"));
        Assert.Equal(["beam-first.yaml", "beam-theirs.yaml", "kustomization.yaml", "own.yaml"], Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName).Order());
        var kustomization = File.ReadAllText(_folder.PathOf("kustomization.yaml"));
        Assert.Contains("beam-theirs.yaml", kustomization, StringComparison.Ordinal);
        Assert.DoesNotContain("own.yaml", kustomization, StringComparison.Ordinal);
    }

    [Fact]
    public void Some_of_a_projects_pairs_remove_none_of_the_others()
    {
        Write(Pairs.Project, "first", "second");
        Assert.Equal(["beam-first.yaml unchanged", "kustomization.yaml unchanged"], Write(null, "first"));
        Assert.True(File.Exists(_folder.PathOf("beam-second.yaml")));
    }

    [Theory]
    [InlineData("kustomization.yaml")]
    [InlineData("beam-first.yaml")]
    public void Files_of_others_stay_as_they_are(string file)
    {
        _folder.Write(file, "resources: []\n");
        var error = Assert.Throws<CommandFailedException>(() => Write(Pairs.Project, "first"));
        Assert.Equal(("MLP7825", _folder.PathOf(file)), (error.Code, error.Value));
        Assert.Equal("resources: []\n", File.ReadAllText(_folder.PathOf(file)));
        Assert.Single(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_error_that_says_so()
    {
        var file = _folder.Write("file", "");
        var error = Assert.Throws<CommandFailedException>(() => new RenderedFolder(file).Write([], null));
        Assert.Equal(("MLP7826", file), (error.Code, error.Value));
    }

    private IReadOnlyList<string> Write(string? project, params string[] parameters)
    {
        var pairs = parameters.Select(name => Pairs.Of(type: "beam", parameters: name)).Select(pair => pair with { Project = project ?? pair.Project });
        return [.. new RenderedFolder(_folder.Path).Write([.. pairs.Select(pair => (pair, PairObjects.Of(pair, null)))], project).Select(file => $"{file.File} {file.Outcome}")];
    }
}
