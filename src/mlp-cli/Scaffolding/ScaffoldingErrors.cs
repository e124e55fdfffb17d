namespace Mlp.Cli.Scaffolding;

/// <summary>What can go wrong where a repository is made.</summary>
internal static class ScaffoldingErrors
{
    public static UsageException NoName(string text, string option) => new(
        $"no class and no namespace can be called so ({option})", text, "use letters A to Z and digits, a letter first, at most 64; '-', '_', '.' and spaces separate words");

    public static UsageException LooksLikeAnOption(string text) => new("this option is not known", text, "see 'mlp init --help'; a folder of that name is written ./" + text);

    public static UsageException Reserved(string text, string option) => new(
        $"the name has a meaning of its own in the code that would use it ({option})", text, $"choose another one, such as {text}Model for a model, with {option}");

    public static UsageException NamedTwice(string text) => new("two models would have one name", text, "name each model once");

    public static UsageException NamedAsItsProject(string text) => new(
        "a model cannot be called as the project: C# would take one for the other", text, $"call it {text}Model, or the project otherwise, with --name");

    public static UsageException OfNoPipeline(string option, string text) => new(
        $"{option} is for a forge's pipelines, and no forge was named", text, "give --ci gitlab or --ci github, too");

    public static UsageException NoAddress(string text) => new("this is no registry's address", text, "pipelines have no profiles: write an address such as https://mlp.example.org");

    public static UsageException NoTemplates(string text, CiService service) => new(
        $"this is no project of {(service == CiService.Gitlab ? "GitLab" : "GitHub")}, and no version of it",
        text,
        service == CiService.Gitlab ? "write group/project, or group/project@v1.0.0" : "write owner/repository@ and a commit, a tag or a branch");

    public static CommandFailedException Exists(IReadOnlyList<string> files) => new(
        "MLP7701", $"files are there already, and nothing is overwritten: {string.Join(", ", files)}", files[0], "choose another folder, or move them away");

    public static CommandFailedException CannotWrite(string folder, Exception cause) => new(
        "MLP7702", $"the files cannot be written: {cause.Message}", folder, "choose a folder that can be written to", cause);
}
