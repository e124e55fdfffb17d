namespace Mlp.Cli.Building;

/// <summary>What a release build made.</summary>
/// <param name="Projects">The projects with models.</param>
/// <param name="Packages">Their packages and those that these need, each behind those that it needs.</param>
internal sealed record BuiltRelease(IReadOnlyList<PublishedProject> Projects, IReadOnlyList<BuiltPackage> Packages);

/// <summary>The closure of a project: its assembly and all that it needs to run.</summary>
internal sealed record PublishedProject(ModelProject Project, string Folder);

/// <summary>A package file.</summary>
internal sealed record BuiltPackage(string Id, string Version, string File);
