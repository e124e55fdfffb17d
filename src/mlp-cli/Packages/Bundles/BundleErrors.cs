namespace Mlp.Cli.Packages;

/// <summary>What can be wrong with a bundle, or with what should become one.</summary>
internal static class BundleErrors
{
    public static CommandFailedException CannotBundle(string path, string reason, string remedy) =>
        new("MLP7401", $"'{path}' cannot go into a bundle: {reason}", path, remedy);

    public static CommandFailedException NoAssembly(ClosureModel model, string assembly, string folder) => new(
        "MLP7402",
        $"model '{model.Name}' needs {assembly}, which is not in the published folder {folder}",
        assembly,
        "look why 'dotnet publish' leaves it out; a referenced project must not have Private=\"false\"");

    public static CommandFailedException NoContract() => new(
        "MLP7403",
        $"no published assembly references {ContractAssembly.Name}, so nothing could serve the models",
        null,
        $"reference the package {ContractAssembly.Name} in the model project");

    public static CommandFailedException OnePlatform(string assembly, string platform) => new(
        "MLP7404",
        $"{assembly} is published for {platform} alone; a bundle runs anywhere",
        platform,
        "remove RuntimeIdentifier and SelfContained from the project: native parts of every platform then lie under runtimes/");

    public static CommandFailedException SameAssembly(string assembly, IReadOnlyList<string> folders) => new(
        "MLP7405",
        $"{folders.Count} model projects of this release have the assembly name '{assembly}'",
        string.Join(", ", folders),
        "give one of them another AssemblyName");

    public static CommandFailedException AssemblyName(string assembly) =>
        new("MLP7405", $"'{assembly}' cannot be the name of a folder in a bundle", assembly, "give the project another AssemblyName");

    public static CommandFailedException NoModels() =>
        new("MLP7406", "a bundle without a model serves nothing", null, "declare one with [assembly: MlpModel(typeof(…))]");

    public static CommandFailedException TooMuch(string found, string most) =>
        new("MLP7407", $"the published folders hold {found}; a bundle takes at most {most}", found, "publish data as parameters, not with the code");

    public static CommandFailedException FilesUnusable(Exception cause) =>
        new("MLP7410", $"the bundle cannot be packed: {cause.Message}", null, "check permissions, free some space, and let nothing write to the published folders", cause);
}
