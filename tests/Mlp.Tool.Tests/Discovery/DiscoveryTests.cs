using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Mlp.Cli;
using Mlp.Cli.Discovery;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Discovery;

public sealed class DiscoveryTests
{
    [Fact]
    public void Models_of_every_form_are_found_with_all_that_is_said_of_them()
    {
        var result = ModelDiscovery.Read(FixtureFolder.Built("Models"));
        Approved.Matches("tests/approved/discovery/models.txt", string.Join('\n', result.Models.Select(Lines)));
        Assert.Empty(result.Findings);
        Assert.Empty(result.Notes);
    }

    [Fact]
    public void Every_mistake_has_its_finding()
    {
        var result = ModelDiscovery.Read(FixtureFolder.Built("Faulty"));
        Approved.Matches("tests/approved/discovery/findings.txt", string.Join('\n', result.Findings.Select(Lines)));
        Assert.True(result.HasErrors);
    }

    [Fact]
    public void Only_declarations_of_the_named_assemblies_count()
    {
        var result = ModelDiscovery.Read(FixtureFolder.Built("Models"), new HashSet<string> { "Fixture.Models" });
        Assert.DoesNotContain(result.Models, model => model.DeclaredIn != "Fixture.Models.dll");
        Assert.Contains(result.Models, model => model.Name == "beam_line_model");
    }

    [Fact]
    public void Classes_are_named_as_reflection_finds_them()
    {
        var context = new AssemblyLoadContext(nameof(Classes_are_named_as_reflection_finds_them), isCollectible: true);
        using var copy = FixtureFolder.CopyOf("Models");
        context.Resolving += (each, name) => each.LoadFromAssemblyPath(copy.PathOf(name.Name + ".dll"));
        var models = copy.Read().Models;
        Assert.True(models.Count > 10);
        Assert.All(models, model => Assert.NotNull(context.LoadFromAssemblyPath(copy.PathOf(model.Assembly)).GetType(model.Class)));
        context.Unload();
    }

    [Fact]
    public void Nothing_of_the_assemblies_runs()
    {
        using var copy = FixtureFolder.CopyOf("Models");
        Assert.NotEmpty(copy.Read().Models);
        Assert.Empty(Witnessed(copy));

        RunFor(copy);
        Assert.Equal(["constructor", "module-initialiser", "static-constructor"], Witnessed(copy));
    }

    [Fact]
    public void An_assembly_that_is_missing_is_named()
    {
        using var copy = FixtureFolder.CopyOf("Models");
        File.Delete(copy.PathOf("Fixture.Bases.dll"));
        var result = copy.Read();
        Assert.Equal(
            ["Elsewhere", "Fixture.Models.BeamLineModel", "Fixture.Models.Scaled`1", "Fixture.Models.Scaled`1", "Fixture.Models.Turning"],
            result.Findings.Select(finding => finding.Place.Split(": ")[1].Split('[')[0]));
        Assert.All(result.Findings, finding => Assert.Equal("MLP7236", finding.Code));
        Assert.All(result.Findings, finding => Assert.Contains("of the assembly Fixture.Bases,", finding.Fact, StringComparison.Ordinal));
        Assert.Contains(result.Models, model => model.Name == "encoder");
    }

    [Fact]
    public void A_dependency_of_another_version_is_a_finding()
    {
        using var copy = FixtureFolder.CopyOf("Models");
        File.Copy(copy.PathOf("Mlp.Models.dll"), copy.PathOf("Fixture.Bases.dll"), overwrite: true);
        var result = copy.Read();
        Assert.Contains(result.Findings, finding =>
            finding.Code == "MLP7236" && finding.Fact == "the class needs Fixture.Bases.ToCount<float[]>, which Fixture.Bases.dll does not have");
    }

    [Fact]
    public void The_same_declarations_in_two_files_clash_by_name()
    {
        using var copy = FixtureFolder.CopyOf("Models");
        File.Copy(copy.PathOf("Fixture.Bases.dll"), copy.PathOf("Copied.Bases.dll"));
        var finding = Assert.Single(copy.Read().Findings);
        Assert.Equal(
            ("MLP7230", "Copied.Bases.dll: Fixture.Bases.Shared", "the name 'shared', which follows from the class, is also that of Fixture.Bases.dll: Fixture.Bases.Shared"),
            (finding.Code, finding.Place, finding.Fact));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_a_users_mistake()
    {
        var missing = new DirectoryInfo(Path.Combine(Path.GetTempPath(), "mlp-no-such-output"));
        Assert.Equal("MLP7221", Assert.Throws<CommandFailedException>(() => ModelDiscovery.Read(missing)).Code);
    }

    [Fact]
    public void A_folder_without_models_has_none()
    {
        using var empty = FixtureFolder.Empty();
        var result = empty.Read();
        Assert.Empty(result.Models);
        Assert.Empty(result.Findings);
        Assert.False(result.HasErrors);
    }

    /// <summary>Makes an instance in a context of its own, as a program would that uses the model.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RunFor(FixtureFolder copy)
    {
        var context = new AssemblyLoadContext(nameof(Nothing_of_the_assemblies_runs), isCollectible: true);
        context.Resolving += (each, name) => each.LoadFromAssemblyPath(copy.PathOf(name.Name + ".dll"));
        var model = context.LoadFromAssemblyPath(copy.PathOf("Fixture.Models.dll")).GetType("Fixture.Models.BeamLineModel", throwOnError: true)!;
        Assert.NotNull(model.GetConstructor(BindingFlags.Public | BindingFlags.Instance, [])!.Invoke([]));
        context.Unload();
    }

    private static IEnumerable<string> Witnessed(FixtureFolder copy) =>
        copy.Folder.EnumerateFiles("Fixture.Models.dll.*").Where(file => file.Name != "Fixture.Models.dll").Select(file => file.Extension.TrimStart('.')).Order(StringComparer.Ordinal);

    private static string Lines(DiscoveredModel model) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {model.Name}
          class: {model.Class}
          assembly: {model.Assembly}, declared in {model.DeclaredIn}
          standalone: {model.Standalone}
          description: {model.Description?.Replace("\n", "\\n", StringComparison.Ordinal) ?? "none"}
          metadata: {string.Join(", ", model.Metadata.Select(pair => $"{pair.Key}={pair.Value}"))}
          {model.Input} -> {model.Output}

        """);

    private static string Lines(Finding finding) =>
        $"""
        {finding.Code} {finding.Severity}: {finding.Fact}
          place: {finding.Place}
          remedy: {finding.Remedy}

        """;
}
