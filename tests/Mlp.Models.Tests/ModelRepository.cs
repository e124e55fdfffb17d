using System.Reflection;
using System.Runtime.Loader;
using Mlp.Testing;

namespace Mlp.Models.Tests;

/// <summary>A model author's repository: a project that references the packed Mlp.Models, committed to git.</summary>
internal sealed class ModelRepository : IDisposable
{
    private const string Model = """
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

    public ModelRepository(PackedLibraries packages, string package = "Mlp.Models", string properties = "", string source = Model, bool inGit = true)
    {
        _folder.Write("Model.cs", source);
        _folder.Write(".gitignore", "bin/\nobj/\n");
        _folder.Write("Directory.Build.props", "<Project />");
        _folder.Write("NuGet.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{packages.Cache}" /></config>
              <packageSources><clear /><add key="feed" value="{packages.Feed}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="already-restored" value="{PackedLibraries.AlreadyRestored}" /></fallbackPackageFolders>
            </configuration>
            """);
        _folder.Write("Model.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                {properties}
              </PropertyGroup>
              <ItemGroup><PackageReference Include="{package}" Version="{packages.Version}" /></ItemGroup>
            </Project>
            """);
        if (inGit)
        {
            Git("init", "--quiet", "--initial-branch", "main");
            Commit("The model");
        }
    }

    public string Folder => _folder.Path;

    public string Assembly => _folder.PathOf("bin", "Debug", "net10.0", "Model.dll");

    public void Git(params string[] arguments) => Sdk.Git(Folder, arguments);

    public void Commit(string message)
    {
        Git("add", "--all");
        Git("commit", "--quiet", "--allow-empty", "--message", message);
    }

    public void Tag(params string[] tags)
    {
        foreach (var tag in tags)
        {
            Git("tag", tag);
        }
    }

    public void Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Builds and answers the stamp, or null.</summary>
    public string? Build(params string[] arguments)
    {
        string[] restored = Directory.Exists(_folder.PathOf("obj")) ? ["--no-restore"] : [];
        var output = Sdk.Dotnet(Folder, ["build", "Model.csproj", .. restored, .. arguments]);
        Xunit.Assert.Contains("0 Warning(s)", output, StringComparison.Ordinal);
        return StampOf(File.ReadAllBytes(Assembly));
    }

    /// <summary>The version that a build here would stamp, or an empty text; restored once before.</summary>
    public string FindVersion(params string[] arguments) =>
        Sdk.Dotnet(Folder, ["msbuild", "Model.csproj", "-t:MlpFindVersion", "-getProperty:MlpStampedVersion", .. arguments]).Trim();

    public static string? StampOf(byte[] assembly)
    {
        var context = new AssemblyLoadContext("stamp", isCollectible: true);
        try
        {
            return context.LoadFromStream(new MemoryStream(assembly)).GetCustomAttributes<AssemblyMetadataAttribute>()
                .SingleOrDefault(a => a.Key == "mlp.version")?.Value;
        }
        finally
        {
            context.Unload();
        }
    }

    public void Dispose() => _folder.Dispose();
}
