using System.CommandLine;
using System.Reflection;
using Mlp.Cli.Git;
using Mlp.Cli.Output;
using Mlp.Cli.Scaffolding;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp init</c>: a model repository to start from.</summary>
internal static class InitCommand
{
    private static readonly Argument<string> Folder = new("folder") { Description = "Where it is made; '.' is here." };

    private static readonly Option<string?> Name = new("--name") { Description = "What the project is called. [the folder's name]", HelpName = "name" };

    private static readonly Option<string?> Models = new("--models")
    {
        Description = "The model classes, separated by commas, as in Encoder,Decoder. [<name>Model]",
        HelpName = "names",
    };

    private static readonly Option<CiService> Ci = Choice.Option(
        "--ci",
        "Whose pipelines it runs in. [none]",
        word => word switch
        {
            "gitlab" => CiService.Gitlab,
            "github" => CiService.Github,
            _ => CiService.None,
        },
        "gitlab",
        "github",
        "none");

    private static readonly Option<string?> Templates = new("--templates")
    {
        Description = "The project of the forge that holds mlp's templates. [a copy of the template in the new repository]",
        HelpName = "project@ref",
    };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "init", "Makes a model repository that builds, tests itself and can be released. Overwrites nothing.", "mlp init demo", "mlp init beams --models Encoder,Decoder --ci gitlab", "mlp init beams --ci gitlab --templates accelerators/mlp-templates@v1.0.0")
        {
            Folder, Name, Models, Ci, Templates,
        };
        command.SetAction((parsed, ct) => Run(parsed, environment, ct));
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        var terminal = GlobalOptions.Terminal(parsed);
        var path = parsed.GetRequiredValue(Folder);
        var folder = path.StartsWith('-') ? throw ScaffoldingErrors.LooksLikeAnOption(path) : new DirectoryInfo(Path.GetFullPath(path, environment.Folder));
        var name = ReadName(parsed.GetValue(Name) ?? folder.Name, "--name");
        var repository = new NewRepository(name, ReadModels(parsed.GetValue(Models), name), Pipelines.Of(parsed.GetValue(Ci), parsed.GetValue(Templates), parsed.GetValue(GlobalOptions.Registry)), ToolVersion());
        var written = Write(repository, folder);
        var initialised = await GitRepository.Initialise(folder, environment, ct);
        if (terminal.Format == OutputFormat.Json)
        {
            terminal.Json(new { folder = folder.FullName, name = name.Text, models = repository.Models.Select(m => m.ModelName), files = written, repository = initialised });
            return ExitCode.Ok;
        }

        foreach (var file in written)
        {
            terminal.Line(file);
        }

        terminal.Note($"{(initialised ? "a new git repository; " : "")}next: cd {folder}, git add ., git commit, and see README.md");
        return ExitCode.Ok;
    }

    private static ClassName ReadName(string text, string option) => ClassName.TryFrom(text) ?? throw ScaffoldingErrors.NoName(text, option);

    private static IReadOnlyList<ClassName> ReadModels(string? text, ClassName project)
    {
        IReadOnlyList<ClassName> models = text is null
            ? [ReadName($"{project}Model", "--name")]
            : [.. text.Split(',').Select(name => ReadName(name.Trim(), "--models"))];
        return ReservedNames.Projects.Contains(project.Text) ? throw ScaffoldingErrors.Reserved(project.Text, "--name")
            : models.FirstOrDefault(ReservedNames.IsTaken) is { } taken ? throw ScaffoldingErrors.Reserved(taken.Text, "--models")
            : models.CountBy(model => model.ModelName).FirstOrDefault(count => count.Value > 1).Key is { } twice ? throw ScaffoldingErrors.NamedTwice(twice)
            : models.Contains(project) ? throw ScaffoldingErrors.NamedAsItsProject(project.Text)
            : models;
    }

    private static IReadOnlyList<string> Write(NewRepository repository, DirectoryInfo folder)
    {
        var files = repository.Files().ToList();
        var there = files.Select(file => file.Path).Where(path => Path.Exists(Path.Combine(folder.FullName, path))).ToList();
        if (there.Count > 0)
        {
            throw ScaffoldingErrors.Exists(there);
        }

        try
        {
            foreach (var (path, text) in files)
            {
                var file = new FileInfo(Path.Combine(folder.FullName, path));
                file.Directory!.Create();
                using var stream = new StreamWriter(file.Open(FileMode.CreateNew));
                stream.Write(text);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ScaffoldingErrors.CannotWrite(folder.FullName, e);
        }

        return [.. files.Select(file => file.Path)];
    }

    // The tool and the packages of mlp are released together, under one version.
    private static string ToolVersion() =>
        typeof(InitCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
