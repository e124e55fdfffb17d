using Mlp.Cli.Building;
using Mlp.Cli.Workspaces;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Building;

/// <summary>A repository with code projects that get Mlp.Models from a folder feed, committed to git.</summary>
internal sealed class CodeRepository : IDisposable
{
    public const string Model = """
        using Mlp.Models;

        [assembly: MlpModel(typeof(ConstantModel))]

        public sealed class ConstantModel : IModel<float, float>
        {
            public float Predict(float input) => 1;

            public void ExportParameters(ParametersFolder folder) => folder.WriteNumbers("none.f32", [1f]);

            public void ImportParameters(ParametersFolder folder) => folder.ReadSingles("none.f32");
        }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly PackedLibraries? _packages;

    /// <param name="packages">The feed; without one, nothing here can be restored.</param>
    public CodeRepository(PackedLibraries? packages = null)
    {
        _packages = packages;
        Root = _folder.PathOf("repository");
        Write(".gitignore", "bin/\nobj/\n");
        Sdk.Git(Root, "init", "--quiet", "--initial-branch", "main");
    }

    public string Root { get; }

    public string PathOf(string file) => Path.Combine(Root, file);

    public string OutputFolder() => Directory.CreateDirectory(_folder.PathOf(Guid.NewGuid().ToString("n"))).FullName;

    public string Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
        return PathOf(file);
    }

    /// <summary>A csproj for net10.0 with these references: "Mlp.Models" is a package, what ends in csproj a project.</summary>
    public string Project(string file, string[]? references = null, string properties = "", string? framework = "net10.0") => Write(file, $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            {(framework is null ? "" : $"<TargetFramework>{framework}</TargetFramework>")}
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            {properties}
          </PropertyGroup>
          <ItemGroup>
            {string.Concat((references ?? []).Select(Reference))}
          </ItemGroup>
        </Project>
        """);

    /// <summary>Copies one of the examples that ship with the sources, to be restored from the feed.</summary>
    public void CopyExample(string name)
    {
        ExampleCopy.Into(Root, name);
        PinToFeed();
        UseFeed();
    }

    /// <summary>Asks for the packages of this run where those of a release are asked for.</summary>
    public void PinToFeed() => ExampleCopy.PinToFeed(Root, _packages!);

    /// <summary>Makes restore find the packages of this run.</summary>
    public void UseFeed() => ExampleCopy.UseFeed(Root, _packages!);

    public string Commit(string message = "A change")
    {
        Sdk.Git(Root, "add", "--all");
        Sdk.Git(Root, "commit", "--quiet", "--allow-empty", "--message", message);
        return Sdk.Git(Root, "rev-parse", "HEAD").Trim();
    }

    public Workspace Workspace() => Mlp.Cli.Workspaces.Workspace.Read(
        Root, Sdk.Git(Root, "-c", "core.quotePath=false", "ls-files", "-z", "--cached", "--others", "--exclude-standard").Split('\0', StringSplitOptions.RemoveEmptyEntries));

    public Evaluations Evaluations(string environment = "") => new(DotnetSdk.Find(Root), environment);

    /// <summary>Git's ids of paths, as <see cref="CodeDigest"/> asks for them.</summary>
    public Task<IReadOnlyDictionary<string, string>> ObjectsAtHead(IReadOnlyList<string> paths, Ct ct)
    {
        var objects = Sdk.Git(Root, "-c", "core.quotePath=false", "ls-tree", "-r", "-t", "-z", "--full-tree", "HEAD").Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(line => line.Split('\t')[1], line => line.Split('\t')[0].Split(' ')[2], StringComparer.Ordinal);
        objects[""] = Sdk.Git(Root, "rev-parse", "HEAD^{tree}").Trim();
        return Task.FromResult<IReadOnlyDictionary<string, string>>(paths.Where(objects.ContainsKey).ToDictionary(path => path, path => objects[path], StringComparer.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private string Reference(string reference) => reference.EndsWith("csproj", StringComparison.Ordinal)
        ? $"<ProjectReference Include=\"{reference}\" />"
        : $"<PackageReference Include=\"{reference}\" Version=\"{_packages?.Version ?? "1.0.0"}\" />";
}
