using Mlp.Cli.Git;
using Mlp.Cli.Workspaces;

namespace Mlp.Cli.Releases;

/// <summary>What is to be released: one project of a repository, at the commit that is checked out, under one tag.</summary>
/// <param name="Repository">Holds the project.</param>
/// <param name="Workspace">All projects of the repository.</param>
/// <param name="Project">The one that is released.</param>
/// <param name="Id">Who owns its names.</param>
/// <param name="Commit">What is checked out; its tree is that of the work tree where that has changes.</param>
/// <param name="Tag">Names the version.</param>
/// <param name="Version">The tag's, with <c>dirty</c> behind it where the work tree has changes.</param>
/// <param name="IsDirty">Whether it has.</param>
internal sealed record ReleaseTarget(
    GitRepository Repository, Workspace Workspace, ReleaseProject Project, ProjectId Id, Commit Commit, string Tag, TypeVersion Version, bool IsDirty);
