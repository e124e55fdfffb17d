namespace Mlp.Cli.Workspaces;

/// <summary>What can be wrong with a repository's release projects and their <c>mlp.json</c>.</summary>
internal static class WorkspaceErrors
{
    private const string SeeFormat = "see docs/formats/mlp-json.md";

    public static CommandFailedException FileNotRead(string file, Exception cause) =>
        new("MLP7201", $"mlp.json cannot be read: {cause.Message}", file, "check the file's permissions", cause);

    public static CommandFailedException FileIsFolder(string place) =>
        new("MLP7201", "mlp.json cannot be read: it is a folder", place, "make it a file, or give the folder another name");

    public static CommandFailedException NotJson(string file, Exception cause) =>
        new("MLP7202", $"mlp.json is not JSON: {cause.Message}", file, "correct it; comments and trailing commas are allowed", cause);

    public static CommandFailedException NotAnObject(string file) =>
        new("MLP7202", "mlp.json is not an object", file, $"begin with {{ and end with }}; {SeeFormat}");

    public static CommandFailedException UnknownField(string file, string field, string? near, IEnumerable<string> known) => new(
        "MLP7203", $"{file} has the unknown field '{field}'", field, near is null ? $"the fields are {string.Join(", ", known)}" : $"did you mean '{near}'?");

    public static CommandFailedException WrongType(string file, string field, string expected) =>
        new("MLP7204", $"the field '{field}' of {file} is not what it has to be", field, $"give {expected}");

    public static CommandFailedException NotAProjectId(string file, string value) => new(
        "MLP7205", $"the field 'project' of {file} is not a project id", value, "give host/path, as in git.example.org/beams/awake, without scheme, user and .git");

    public static CommandFailedException NotATagPrefix(string file, string value) => new(
        "MLP7206", $"the field 'tagPrefix' of {file} cannot stand before a version in a tag", value, "use letters, digits and . _ + - / with no digit, dot or + at the end, as in awake/v");

    public static CommandFailedException NotAModelName(string file, string value, string field = "models") => new(
        "MLP7207", $"'{value}' in the field '{field}' of {file} cannot be the name of a model", value, "names are lower-case letters and digits with single . _ or - between them");

    public static CommandFailedException NoSuchModel(string file, string model, string? near, IReadOnlyCollection<string> declared) => new(
        "MLP7208", $"{file} mentions the model '{model}', which the code does not declare", model,
        near is not null ? $"did you mean '{near}'?" : declared.Count > 0 ? $"the models are {string.Join(", ", declared.Order(StringComparer.Ordinal))}" : "no model is declared: remove the entry");

    public static CommandFailedException SharedTags(string first, string second, string tag) => new(
        "MLP7209", $"a tag such as '{tag}' would belong to two projects: {first} and {second}", tag, "give each a 'tagPrefix' of its own, as in awake/v");

    public static CommandFailedException NoProjectHere(string place, IReadOnlyList<string> projects) => new(
        "MLP7210", "the folder belongs to none of the repository's projects", place, $"name one with --project: {string.Join(", ", projects)}");

    public static CommandFailedException NoSuchCodeProject(string file, string path, string? near) => new(
        "MLP7211", $"{file} names the code project '{path}', which is not there", path, near is null ? "name csproj files below the folder of mlp.json" : $"did you mean '{near}'?");

    public static CommandFailedException CodeProjectElsewhere(string file, string path) => new(
        "MLP7212", $"{file} names the code project '{path}', which does not lie below it or belongs to another mlp.json", path, "name csproj files of this project, or move mlp.json");

    public static CommandFailedException NoModelProject(string folder) => new(
        "MLP7213", "no code project here can hold models: none references Mlp.Models", folder,
        "add it, as in: dotnet add package Mlp.Models; or name the code projects in mlp.json");

    public static CommandFailedException NoModels(string folder, IEnumerable<string> builtProjects) => new(
        "MLP7214", $"no model is declared in {string.Join(", ", builtProjects)}", folder, "declare one: [assembly: MlpModel(typeof(YourModel))]");

    public static CommandFailedException NamedWithoutModels(string file, string path) => new(
        "MLP7215", $"{file} names the code project '{path}', which declares no model, nor does a project that it references", path,
        "declare one: [assembly: MlpModel(typeof(YourModel))], or remove the path");
}
