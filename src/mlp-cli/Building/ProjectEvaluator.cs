using Microsoft.Build.Evaluation;
using Microsoft.Build.Exceptions;

namespace Mlp.Cli.Building;

/// <summary>Evaluates csproj files for Release, in this process. The SDK must be registered before one is made.</summary>
internal sealed class ProjectEvaluator(DotnetSdk sdk) : IDisposable
{
    // "xunit." stands for all packages whose name begins so.
    private static readonly string[] TestPackages =
        ["Microsoft.NET.Test.Sdk", "Microsoft.Testing.", "xunit", "xunit.", "NUnit", "NUnit.", "NUnit3TestAdapter", "MSTest", "MSTest.", "TUnit", "TUnit."];

    // With these a closure runs on every system: nothing in it is an apphost, compiled ahead or trimmed, and a package's natives stay under runtimes/.
    private static readonly Dictionary<string, string> PortableValues = new(StringComparer.Ordinal)
    {
        ["RuntimeIdentifier"] = "",
        ["SelfContained"] = "false",
        ["PublishSingleFile"] = "false",
        ["PublishTrimmed"] = "false",
        ["PublishReadyToRun"] = "false",
        ["PublishAot"] = "false",
        ["UseAppHost"] = "false",
        ["GeneratePackageOnBuild"] = "false",
    };

    private readonly ProjectCollection _collection = new(new Dictionary<string, string> { ["Configuration"] = "Release" });

    public Evaluation Evaluate(string file)
    {
        try
        {
            var outer = Load(file, []);
            var several = outer.List("TargetFrameworks");
            var crossTargeting = several.Count > 0 && outer.Text("TargetFramework").Length == 0;
            var frameworks = crossTargeting ? several : outer.List("TargetFramework");
            var inner = !crossTargeting ? [] : frameworks.ToDictionary(framework => framework, framework => Load(file, new() { ["TargetFramework"] = framework }));
            var best = ServingRuntime.Best(frameworks);
            var chosen = best is not null && inner.TryGetValue(best, out var one) ? one : outer;
            EvaluatedProject[] all = [outer, .. inner.Values];
            return new(
                Describe(file, chosen, all) with { TargetFrameworks = frameworks, TargetFramework = best, IsCrossTargeting = crossTargeting },
                [.. all.SelectMany(project => project.Imports).Distinct(StringComparer.Ordinal)],
                all.All(project => project.DependsOnKnownFilesAlone));
        }
        catch (InvalidProjectFileException e)
        {
            throw BuildingErrors.NotEvaluated(file, e);
        }
        finally
        {
            _collection.UnloadAllProjects();
        }
    }

    public void Dispose() => _collection.Dispose();

    private EvaluatedProject Load(string file, Dictionary<string, string> properties)
    {
        foreach (var (name, value) in _collection.GlobalProperties)
        {
            properties[name] = value;
        }

        return new(new Project(file, properties, toolsVersion: null, _collection), sdk);
    }

    private static CodeProject Describe(string file, EvaluatedProject chosen, EvaluatedProject[] all) => new()
    {
        File = file,
        AssemblyName = chosen.Text("AssemblyName"),
        TargetPath = chosen.PathOf("TargetPath"),
        IntermediateFolder = Path.TrimEndingDirectorySeparator(chosen.PathOf("MSBuildProjectExtensionsPath")),
        PackageId = chosen.Text("PackageId"),
        IsPackable = chosen.IsTrue("IsPackable"),
        IsTest = chosen.IsTrue("IsTestProject") || chosen.IsTrue("IsTestingPlatformApplication") || chosen.Packages.Any(IsTestPackage),
        Packages = Sorted(all.SelectMany(project => project.Packages)),
        References = [.. all.SelectMany(project => project.References).Distinct().OrderBy(use => use.File, StringComparer.Ordinal)],
        Imports = Sorted(all.SelectMany(project => project.OwnImports)),
        OutsideFiles = Sorted(all.SelectMany(project => project.OutsideFiles)),
        Portable = PortableValues.Where(wanted => chosen.Text(wanted.Key) is { Length: > 0 } value && !string.Equals(value, wanted.Value, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(wanted => wanted.Key, wanted => wanted.Value, StringComparer.Ordinal),
    };

    private static bool IsTestPackage(string package) => TestPackages.Any(test =>
        test.EndsWith('.') ? package.StartsWith(test, StringComparison.OrdinalIgnoreCase) : string.Equals(package, test, StringComparison.OrdinalIgnoreCase));

    private static string[] Sorted(IEnumerable<string> texts) => [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
