namespace Mlp.Cli.Building;

/// <summary>What can go wrong between a csproj and its package.</summary>
internal static class BuildingErrors
{
    public static CommandFailedException NoSdk(string folder) => new(
        "MLP7301", "no .NET SDK was found for this folder", folder, "install the .NET 10 SDK, or the one that global.json asks for; 'dotnet --info' tells what is there");

    public static CommandFailedException TwoSdks(DotnetSdk registered, DotnetSdk other) => new(
        "MLP7302", $"the projects need two SDKs, {registered.Version} and {other.Version}", other.Folder, "run mlp for one project at a time, with --project; global.json says which SDK a folder needs");

    public static CommandFailedException NotEvaluated(string file, Exception cause) => new(
        "MLP7303", $"the project cannot be read: {cause.Message}", file, "correct it, or name the code projects with models in mlp.json", cause);

    public static CommandFailedException NoReferencedProject(string file, string reference) => new(
        "MLP7304", $"{file} references a project that is not there", reference, "correct the reference; where it lies in a submodule: git submodule update --init");

    public static CommandFailedException NoLoadableFramework(string file, IReadOnlyList<string> frameworks) => new(
        "MLP7305", $"the project is built for {(frameworks.Count > 0 ? string.Join(", ", frameworks) : "no target framework")}, which the serving runtime ({ServingRuntime.Framework}) does not load",
        file, $"add {ServingRuntime.Framework} to its TargetFrameworks");

    public static CommandFailedException NotStarted(string dotnet, Exception cause) => new(
        "MLP7306", $"dotnet does not start: {cause.Message}", dotnet, "install the .NET SDK again", cause);

    public static CommandFailedException BuildFailed(string project, string? code) => new(
        "MLP7307", $"the build failed{(code is null ? "" : $" with {code}")}", project, "correct the errors above; 'dotnet build -c Release' shows them again");

    public static CommandFailedException RestoreFailed(string project, string code) => new(
        "MLP7308", $"the packages that the project needs cannot be restored ({code})", project, "see the errors above, and the sources in nuget.config; 'dotnet restore' shows them again");

    public static CommandFailedException NotPackable(string file) => new(
        "MLP7309", "the project declares models, but is not packable", file, "remove IsPackable=false: a release publishes the models' package");

    public static CommandFailedException ReferenceNotPackable(string file, string reference) => new(
        "MLP7310", $"the package of {Path.GetFileName(file)} would ask for that of {Path.GetFileName(reference)}, which is not packable", reference,
        "make it packable; or reference it with PrivateAssets=\"all\" and pack its assembly along");

    public static CommandFailedException PackageMissing(string file, string expected, IReadOnlyList<string> found) => new(
        "MLP7311", $"packing made {(found.Count > 0 ? string.Join(", ", found) : "no package")}, not {expected}", file,
        "the tag gives the version: remove what sets another while it builds, such as a versioning package");

    public static CommandFailedException SamePackage(string id, IEnumerable<string> files) => new(
        "MLP7312", $"two code projects would make the package {id}: {string.Join(", ", files)}", id, "give each a PackageId of its own");
}
