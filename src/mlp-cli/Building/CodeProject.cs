namespace Mlp.Cli.Building;

/// <summary>What the evaluation of a csproj for Release came to.</summary>
internal sealed record CodeProject
{
    /// <summary>The csproj, as a full path.</summary>
    public required string File { get; init; }

    public required string AssemblyName { get; init; }

    /// <summary>All that it is built for, as written.</summary>
    public IReadOnlyList<string> TargetFrameworks { get; init; } = [];

    /// <summary>The highest of them that the serving runtime loads; null where it loads none.</summary>
    public string? TargetFramework { get; init; }

    /// <summary>Where a Release build puts the assembly.</summary>
    public required string TargetPath { get; init; }

    /// <summary>Where restore and builds keep what they know: obj.</summary>
    public required string IntermediateFolder { get; init; }

    public required string PackageId { get; init; }

    public required bool IsPackable { get; init; }

    public required bool IsTest { get; init; }

    public required IReadOnlyList<string> Packages { get; init; }

    public required IReadOnlyList<ProjectUse> References { get; init; }

    /// <summary>What it imports beside the SDK and packages: Directory.Build.props and the like.</summary>
    public required IReadOnlyList<string> Imports { get; init; }

    /// <summary>Files from outside its folder that are compiled or copied.</summary>
    public required IReadOnlyList<string> OutsideFiles { get; init; }

    /// <summary>What has to be set otherwise than the project does, for a closure that runs on every platform.</summary>
    public required IReadOnlyDictionary<string, string> Portable { get; init; }

    public string Folder => Path.GetDirectoryName(File)!;

    /// <summary>Whether it is built once per target framework, be it for a single one: the framework has to be named then.</summary>
    public bool IsCrossTargeting { get; init; }
}

/// <summary>A reference from one csproj to another.</summary>
/// <param name="File">The other, as a full path.</param>
/// <param name="InPackage">Whether the package of the one asks for the package of the other.</param>
internal sealed record ProjectUse(string File, bool InPackage);
