namespace Mlp.Cli.Scaffolding;

/// <summary>What a new model repository is to hold.</summary>
/// <param name="Name">The project: its namespace, its package and its folders.</param>
/// <param name="Models">The model classes.</param>
/// <param name="Pipelines">What runs it at a forge.</param>
/// <param name="PackageVersion">The version of the packages of mlp that it uses.</param>
internal sealed record NewRepository(ClassName Name, IReadOnlyList<ClassName> Models, Pipelines Pipelines, string PackageVersion)
{
    /// <summary>Every file by its path, in the order in which people would read them.</summary>
    public IEnumerable<(string Path, string Text)> Files()
    {
        yield return ("README.md", Fill("readme.md.txt"));
        yield return ($"{Name}.slnx", Fill("solution.slnx.txt"));
        yield return ("Directory.Build.props", Fill("build.props.txt"));
        yield return ("Directory.Packages.props", Fill("packages.props.txt"));
        yield return ("global.json", Fill("global.json.txt"));
        yield return (".gitignore", Fill("gitignore.txt"));
        yield return ($"src/{Name}/{Name}.csproj", Fill("models.csproj.txt"));
        foreach (var model in Models)
        {
            yield return ($"src/{Name}/{model}.cs", Fill("model.cs.txt", model));
        }

        yield return ($"src/{Name}.Training/{Name}.Training.csproj", Fill("training.csproj.txt"));
        yield return ($"src/{Name}.Training/Program.cs", Fill("training.cs.txt"));
        yield return ($"tests/{Name}.Tests/{Name}.Tests.csproj", Fill("tests.csproj.txt"));
        foreach (var model in Models)
        {
            yield return ($"tests/{Name}.Tests/{model}Tests.cs", Fill("tests.cs.txt", model));
        }

        foreach (var (path, text) in Pipelines.Files(Read))
        {
            yield return (path, text.Replace("{{MlpVersion}}", PackageVersion, StringComparison.Ordinal));
        }
    }

    private string Fill(string file, ClassName? model = null) => Read($"scaffolding/{file}")
        .Replace("{{Name}}", Name.Text, StringComparison.Ordinal)
        .Replace("{{Class}}", model?.Text, StringComparison.Ordinal)
        .Replace("{{Model}}", model?.ModelName, StringComparison.Ordinal)
        .Replace("{{MlpVersion}}", PackageVersion, StringComparison.Ordinal)
        .Replace("{{ModelNames}}", string.Join(", ", Models.Select(m => $"`{m.ModelName}`")), StringComparison.Ordinal)
        .Replace("{{Trained}}", string.Join(", ", Models.Select(m => $"(new {m}(), \"{m.ModelName}_weights\")")), StringComparison.Ordinal);

    private static string Read(string file)
    {
        using var stream = typeof(NewRepository).Assembly.GetManifestResourceStream(file)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
