namespace Mlp.Cli.Building;

/// <summary>A code project that is released for its models.</summary>
/// <param name="Root">The project that is published and packed.</param>
/// <param name="Closure">It and all that it references, each behind those that it needs.</param>
/// <param name="Assemblies">The names of the assemblies that declare its models.</param>
internal sealed record ModelProject(CodeProject Root, IReadOnlyList<CodeProject> Closure, IReadOnlyList<string> Assemblies)
{
    /// <summary>Where a Release build puts the closure.</summary>
    public string OutputFolder => Path.GetDirectoryName(Root.TargetPath)!;

    /// <summary>The projects whose packages a program needs that uses the package of this one, which comes last.</summary>
    /// <exception cref="CommandFailedException">One of them cannot be packed.</exception>
    public IReadOnlyList<CodeProject> Packages()
    {
        var packed = PackageClosure.Of(Closure);
        return packed.FirstOrDefault(project => !project.IsPackable) is not { } missing
            ? packed
            : throw (missing == Root ? BuildingErrors.NotPackable(Root.File) : BuildingErrors.ReferenceNotPackable(Root.File, missing.File));
    }
}
