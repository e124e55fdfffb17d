using Microsoft.Build.Construction;
using Microsoft.Build.Evaluation;

namespace Mlp.Cli.Building;

/// <summary>One evaluation of a csproj, for one target framework, in the words of this tool.</summary>
internal sealed class EvaluatedProject(Project project, DotnetSdk sdk)
{
    private static readonly string[] SourceItems = ["Compile", "EmbeddedResource", "Content", "None", "AdditionalFiles"];

    // What an evaluation can ask that no list of files answers.
    private static readonly string[] OpenQuestions =
        ["Exists(", "System.IO", "DateTime", "System.Guid", "System.Random", "[System.Environment]", "Registry:", "GetRegistryValue", "FileAbove"];

    private readonly IReadOnlyList<string> _shared = [Path.GetFullPath(Path.Combine(sdk.Folder, "..", "..")), .. PackageFolders(project)];

    public IEnumerable<string> Packages => project.GetItems("PackageReference").Select(item => item.EvaluatedInclude);

    public IEnumerable<ProjectUse> References => project.GetItems("ProjectReference").Select(item => new ProjectUse(
        FullPath(item.EvaluatedInclude),
        !string.Equals(item.GetMetadataValue("ReferenceOutputAssembly"), "false", StringComparison.OrdinalIgnoreCase)
            && !Split(item.GetMetadataValue("PrivateAssets")).Contains("all", StringComparer.OrdinalIgnoreCase)));

    /// <summary>Every imported file, those of the SDK aside.</summary>
    public IEnumerable<string> Imports => project.Imports.Select(import => import.ImportedProject.FullPath)
        .Where(file => file.Length > 0 && !FilePath.IsBelow(file, _shared[0])).Distinct(StringComparer.Ordinal);

    /// <summary>The imported files that people write: neither the SDK's, nor a package's, nor what restore left in obj.</summary>
    public IEnumerable<string> OwnImports => Imports.Where(IsOwn);

    public IEnumerable<string> OutsideFiles => SourceItems.SelectMany(project.GetItems)
        .Select(item => FullPath(item.EvaluatedInclude))
        .Where(file => !FilePath.IsBelow(file, project.DirectoryPath) && IsOwn(file));

    /// <summary>Whether the files that it read, and the names where others may appear, are all that this evaluation depends on.</summary>
    public bool DependsOnKnownFilesAlone =>
        project.Imports.Select(import => import.ImportedProject).Where(file => IsOwn(file.FullPath)).Append(project.Xml).Distinct()
            .SelectMany(file => file.AllChildren).Where(element => !IsInTarget(element)).All(IsAnswered);

    public string Text(string property) => project.GetPropertyValue(property);

    public bool IsTrue(string property) => string.Equals(Text(property), "true", StringComparison.OrdinalIgnoreCase);

    public IReadOnlyList<string> List(string property) => Split(Text(property));

    public string PathOf(string property) => FullPath(Text(property));

    private bool IsOwn(string file) =>
        !_shared.Any(folder => FilePath.IsBelow(file, folder)) && !FilePath.IsBelow(file, PathOf("MSBuildProjectExtensionsPath"));

    private string FullPath(string path) => Path.GetFullPath(path.Replace('\\', Path.DirectorySeparatorChar), project.DirectoryPath);

    private static IEnumerable<string> PackageFolders(Project project) =>
        Split(project.GetPropertyValue("NuGetPackageFolders")).Append(project.GetPropertyValue("NuGetPackageRoot")).Where(folder => folder.Length > 0);

    private static bool IsInTarget(ProjectElement element) => element is ProjectTargetElement || element.AllParents.Any(parent => parent is ProjectTargetElement);

    private static bool IsAnswered(ProjectElement element) => IsAnswered(element.Condition) && element switch
    {
        ProjectPropertyElement property => IsAnswered(property.Value),
        ProjectImportElement import => IsAnswered(import.Project) && !import.Project.Contains('*', StringComparison.Ordinal),
        ProjectItemElement item => IsAnswered(item.Include) && !MayGrow(item),
        _ => true,
    };

    // The search upwards for the next Directory.Build.props is answered: these names are among those that are watched.
    private static bool IsAnswered(string text) =>
        text.Contains("Directory.Build.", StringComparison.Ordinal) || text.Contains("Directory.Packages.props", StringComparison.Ordinal)
        || !OpenQuestions.Any(question => text.Contains(question, StringComparison.OrdinalIgnoreCase));

    // New sources within the project's folder change no answer that is kept; new references, and files elsewhere, do.
    private static bool MayGrow(ProjectItemElement item) =>
        item.Include.Contains('*', StringComparison.Ordinal)
        && (item.ItemType is "ProjectReference" or "PackageReference"
            || item.Include.Contains("..", StringComparison.Ordinal) || item.Include.Contains("$(", StringComparison.Ordinal) || Path.IsPathRooted(item.Include));

    private static List<string> Split(string list) => [.. list.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
}
