using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;

namespace Mlp.Cli.Building;

/// <summary>Builds code projects with the SDK's <c>dotnet</c>, and leaves no process behind.</summary>
/// <param name="evaluations">What is known about the projects.</param>
/// <param name="story">Hears what dotnet says, line by line, errors of the compiler above all.</param>
internal sealed class ProjectBuild(Evaluations evaluations, Action<string> story)
{
    // Servers would outlive the command; the variables of MSBuildLocator are for this process, which may have another SDK.
    private static readonly Dictionary<string, string?> Variables = new(StringComparer.Ordinal)
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["MSBUILDUSESERVER"] = null,
        ["DOTNET_NOLOGO"] = "1",
        ["MSBUILD_EXE_PATH"] = null,
        ["MSBuildSDKsPath"] = null,
        ["MSBuildExtensionsPath"] = null,
        ["MSBuildLoadMicrosoftTargetsReadOnly"] = null,
    };

    /// <summary>Builds projects whose Release build does not stand for their sources any more.</summary>
    public async Task Refresh(IReadOnlyList<CodeProject> outdated, Ct ct)
    {
        using var alone = await Alone(outdated[0], ct);
        var started = DateTime.UtcNow;
        await Run(BuildScript.Build(outdated), outdated, [], alone, ct);
        foreach (var root in outdated)
        {
            BuildMark.Set(root, started);
        }
    }

    /// <summary>Publishes projects as they are, each to the folder of its own below an empty one; answers these.</summary>
    public async Task<IReadOnlyDictionary<CodeProject, string>> Publish(IReadOnlyList<CodeProject> roots, string folder, Ct ct)
    {
        var folders = roots.Select((root, i) => (root, Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{i}-{root.AssemblyName}")))).ToDictionary();
        using var alone = await Alone(roots[0], ct);
        await Run(BuildScript.Publish(roots, root => folders[root]), roots, [], alone, ct);
        return folders;
    }

    /// <summary>Publishes and packs the candidates under the tag's version, and answers what those with models became.</summary>
    /// <param name="projects">Tells which have models.</param>
    /// <param name="candidates">What is built.</param>
    /// <param name="stamp">Version and commit.</param>
    /// <param name="folder">Where closures and packages go: an empty folder of the caller's.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<BuiltRelease> Release(ModelProjects projects, IReadOnlyList<CodeProject> candidates, ReleaseStamp stamp, string folder, Ct ct)
    {
        var closures = candidates.Select(candidate => evaluations.Closure(candidate.File)).ToList();
        RefuseSamePackages(closures);
        var packages = Path.Combine(folder, "packages");
        using var alone = await Alone(candidates[0], ct);
        await Run(BuildScript.Release(closures, Closure), candidates, [.. Properties(stamp), ("PackageOutputPath", packages), .. LockedMode(closures)], alone, ct);
        var withModels = projects.AmongBuilt(candidates, Closure);
        foreach (var without in candidates.Where(candidate => withModels.All(project => project.Root != candidate)))
        {
            Directory.Delete(Closure(without), recursive: true);
        }

        return new(
            [.. withModels.Select(project => new PublishedProject(project, Closure(project.Root)))],
            [.. withModels.SelectMany(project => project.Packages()).Distinct().Select(project => PackageFile.Find(project, stamp.Version, packages))]);

        string Closure(CodeProject root) => Path.Combine(folder, "closures", string.Create(CultureInfo.InvariantCulture, $"{1 + candidates.TakeWhile(candidate => candidate != root).Count()}-{root.AssemblyName}"));
    }

    private static void RefuseSamePackages(IEnumerable<IReadOnlyList<CodeProject>> closures)
    {
        var packages = closures.SelectMany(PackageClosure.Of).Where(project => project.IsPackable).DistinctBy(project => project.File).ToLookup(project => project.PackageId, StringComparer.OrdinalIgnoreCase);
        if (packages.FirstOrDefault(same => same.Count() > 1) is { } same)
        {
            throw BuildingErrors.SamePackage(same.Key, [.. same.Select(project => project.File)]);
        }
    }

    private static Task<BuildLock> Alone(CodeProject root, Ct ct) => BuildLock.Take(Path.Combine(root.IntermediateFolder, "mlp"), ct);

    private static IEnumerable<(string Name, string Value)> Properties(ReleaseStamp stamp) =>
    [
        ("Version", stamp.Version.ToString()),
        ("PackageVersion", stamp.Version.ToString()),
        ("MlpVersion", stamp.Version.ToString()),
        ("ContinuousIntegrationBuild", "true"),
        ("Deterministic", "true"),
        ("DeterministicTimestamp", stamp.CommitTime.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ("RepositoryType", "git"),
        ("RepositoryCommit", stamp.Commit),
        .. stamp.RepositoryUrl is { } url ? [("RepositoryUrl", url), ("PublishRepositoryUrl", "true")] : Array.Empty<(string, string)>(),
    ];

    // What a lock file says is part of the commit: a release takes nothing else.
    private static IEnumerable<(string Name, string Value)> LockedMode(IEnumerable<IReadOnlyList<CodeProject>> closures) =>
        closures.SelectMany(closure => closure).Any(project => File.Exists(Path.Combine(project.Folder, "packages.lock.json"))) ? [("RestoreLockedMode", "true")] : [];

    private async Task Run(XElement script, IReadOnlyList<CodeProject> roots, IEnumerable<(string Name, string Value)> properties, BuildLock alone, Ct ct)
    {
        // In the tree, so that the user's Directory.Build.rsp holds here, too.
        var file = Path.Combine(roots[0].IntermediateFolder, "mlp", $"{Guid.NewGuid():n}.proj");
        await File.WriteAllTextAsync(file, script.ToString(), ct);
        try
        {
            string[] arguments =
            [
                Path.Combine(evaluations.Sdk.Folder, "dotnet.dll"), "msbuild", file, "-restore", $"-target:{BuildScript.Target}", "-nologo", "-verbosity:quiet", "-consoleLoggerParameters:NoSummary",
                "-terminalLogger:off", "-nodeReuse:false", "-maxCpuCount", "-property:Configuration=Release",
                .. properties.Select(property => $"-property:{property.Name}={BuildScript.Escape(property.Value)}"),
            ];
            await Run(arguments, roots, alone, ct);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task Run(string[] arguments, IReadOnlyList<CodeProject> roots, BuildLock alone, Ct ct)
    {
        var output = new BuildOutput(story);
        using var process = Start(arguments, roots[0].Folder);
        alone.BuiltBy(process);
        process.OutputDataReceived += (_, line) => output.Line(line.Data);
        process.ErrorDataReceived += (_, line) => output.Line(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0)
        {
            var project = output.Project is { } named && !named.StartsWith(Path.Combine(roots[0].IntermediateFolder, "mlp"), StringComparison.Ordinal) ? named : roots[0].File;
            throw output.ErrorCode?.StartsWith("NU1", StringComparison.Ordinal) == true
                ? BuildingErrors.RestoreFailed(project, output.ErrorCode)
                : BuildingErrors.BuildFailed(project, output.ErrorCode);
        }
    }

    private Process Start(string[] arguments, string folder)
    {
        var start = new ProcessStartInfo(evaluations.Sdk.Dotnet, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        // A compiler that would stay is used where somebody says so, who then sees to its end.
        var shares = start.Environment.TryGetValue("UseSharedCompilation", out var said) && string.Equals(said, "true", StringComparison.OrdinalIgnoreCase);
        start.ArgumentList.Add($"-property:UseSharedCompilation={(shares ? "true" : "false")}");

        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception e)
        {
            throw BuildingErrors.NotStarted(evaluations.Sdk.Dotnet, e);
        }
    }
}
