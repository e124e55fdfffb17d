using System.Text.Json;
using System.Text.RegularExpressions;
using Mlp.Server.Access;
using Mlp.Wire;

namespace Mlp.Server.Releases;

/// <summary>A request to open a release, once it was found to be acceptable in itself.</summary>
internal sealed partial record ReleaseRequest(ProjectId Project, TypeVersion Version, OpenRelease Wire)
{
    public const int MaxModels = 1000;
    public const int MaxClass = 1024;
    public const int MaxAssembly = 256;
    public const int MaxTypeText = 4000;
    private const string NotAllowed = "numbers of more than nine digits, leading zeros and build metadata ('+…') are not allowed";
    private const int MaxPackages = 100;

    /// <summary>Whether the versions of a new release inherit.</summary>
    public bool Inherits => Wire.Inherit != false;

    /// <summary>The models as they are kept.</summary>
    public string Models => JsonSerializer.Serialize(Wire.Models, WireJson.Options);

    /// <summary>The packages as they are kept.</summary>
    public string Packages => JsonSerializer.Serialize(Wire.Packages ?? [], WireJson.Options);

    public static ReleaseRequest Check(OpenRelease wire, Caller caller)
    {
        var project = Input.Project(wire.Project);
        caller.DemandProject(project.Text);
        RefuseLocalFromAfar(project, caller);
        _ = Runtime().IsMatch(wire.Runtime) ? wire.Runtime : throw Input.Bad("runtime", wire.Runtime, "give a runtime such as 'dotnet'");
        _ = Input.ObjectId(wire.Commit, "commit");
        _ = Input.ObjectId(wire.Tree, "tree");
        CheckPackages(wire.Packages ?? []);
        _ = wire.CodeDigest is null ? null : Input.Digest(wire.CodeDigest);
        CheckModels(wire.Models);
        return new(project, ReadTag(wire.Tag, project), wire);
    }

    private static void RefuseLocalFromAfar(ProjectId project, Caller caller)
    {
        if (project.IsLocal && !caller.IsLocal)
        {
            throw new Refusal(
                ErrorCode.InvalidProject, $"project '{project}' is known on one machine only", project.Text,
                "give the repository an origin, or set 'project' in mlp.json");
        }
    }

    private static TypeVersion ReadTag(string tag, ProjectId project) =>
        ReleaseTag.Version(Input.Text(tag, "tag", 256), project.TagPrefix) ?? throw new Refusal(
            ErrorCode.TagNotVersion, $"the tag '{tag}' is not a version", tag,
            project.TagPrefix.Length == 0
                ? $"tag as v1.2.3 or 1.2.3, a pre-release as v1.2.3-rc.1; {NotAllowed}"
                : $"tag as {project.TagPrefix}1.2.3; {NotAllowed}");

    private static void CheckPackages(IReadOnlyList<PackageIdentity> packages)
    {
        _ = packages.Count <= MaxPackages ? packages : throw Input.Bad("packages", $"{packages.Count} packages", $"a release has at most {MaxPackages} packages");
        foreach (var (index, each) in packages.Index())
        {
            var package = Input.Item(each, "packages", index);
            _ = PackageId().IsMatch(package.Id) ? package.Id : throw Input.Bad("package.id", package.Id, "give a NuGet package id");
            _ = Input.Text(package.Version, "package.version", 128);
        }
    }

    private static void CheckModels(IReadOnlyList<ReleasedModel> models)
    {
        _ = models.Count is >= 1 and <= MaxModels ? models : throw Input.Bad("models", $"{models.Count} models", $"a release has 1 to {MaxModels} models");
        var names = new HashSet<string>();
        foreach (var (index, each) in models.Index())
        {
            var model = Input.Item(each, "models", index);
            _ = Input.Name(model.Name);
            _ = names.Add(model.Name) ? model : throw Input.Bad("models", model.Name, "name each model once");
            _ = Input.Text(model.Class, "class", MaxClass);
            _ = Input.OptionalText(model.Assembly, "assembly", MaxAssembly);
            _ = Input.OptionalText(model.Input, "input", MaxTypeText);
            _ = Input.OptionalText(model.Output, "output", MaxTypeText);
            _ = Input.Description(model.Description);
            _ = Input.Metadata(model.Metadata);
        }
    }

    [GeneratedRegex(@"^[a-z][a-z0-9.-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Runtime();

    [GeneratedRegex(@"^\w+([.-]\w+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex PackageId();
}
