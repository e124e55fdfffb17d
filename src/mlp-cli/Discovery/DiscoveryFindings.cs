using Mlp.Models;
using Mlp.Server;

namespace Mlp.Cli.Discovery;

/// <summary>What can be wrong with declared models.</summary>
internal static class DiscoveryFindings
{
    public static CommandFailedException NoOutput(DirectoryInfo folder) => new(
        "MLP7221", "there is no folder with the output of the build", folder.FullName, "build the project, or name the folder it is built to");

    public static string PlaceOf(string file, string? model) => Visible.Text(model is null ? file : $"{file}: {model}");

    public static Finding ClassNotFound(string place, string? assembly) => Error(
        "MLP7222", assembly is null ? "the attribute names no class" : $"there is no such class in {Visible.Text(assembly)}", place,
        "name an existing class in [assembly: MlpModel(typeof(…))], and build again");

    public static Finding OpenGeneric(string place) => Error(
        "MLP7223", "the class is generic and its type arguments are not given", place, "give them, as in typeof(Scaled<float>), or derive a class that does");

    public static Finding NoInstance(string place, string kind) => Error(
        "MLP7224", $"no instance of it can be made: it is {kind}", place, "declare a class that is neither abstract nor static");

    public static Finding NoConstructor(string place) => Error(
        "MLP7225", "the class has no public constructor without parameters", place, "add one; what configures the model comes through ImportParameters");

    public static Finding NotAModel(string place) => Error(
        "MLP7226", "the class does not implement IModel<TInput, TOutput>", place, "implement it, or remove the attribute");

    public static Finding SeveralContracts(string place, IEnumerable<string> contracts) => Error(
        "MLP7227", $"the class implements IModel<TInput, TOutput> more than once: {string.Join(", ", contracts.Select(Visible.Text))}", place,
        "split it: a model type has one kind of input and output");

    public static Finding InvalidName(string place, string name) => Error(
        "MLP7228", $"'{Visible.Text(name)}' is not a name", place,
        $"use lower-case letters a to z and digits, beginning with a letter, with single '.', '_' or '-' between them, at most {ModelName.MaxLength} characters");

    public static Finding NoNameFollows(string place) => Error(
        "MLP7228", "no model name follows from the class's name", place, "name it: [assembly: MlpModel(typeof(…), \"a_name\")]");

    public static Finding NameTwice(string place, string name, IEnumerable<string> others) => Error(
        "MLP7229", $"the name '{name}' is also that of {string.Join(", ", others)}", place, "give each model a name of its own");

    public static Finding NamesClash(string place, string name, IEnumerable<string> others) => Error(
        "MLP7230", $"the name '{name}', which follows from the class, is also that of {string.Join(", ", others)}", place,
        "give one of them another name: [assembly: MlpModel(typeof(…), \"a_name\")]");

    public static Finding DeclaredTwice(string place) => Error(
        "MLP7231", "the class is declared as a model more than once", place, "keep one of the attributes: a class is one model type");

    public static Finding DescriptionNotAllowed(string place) => Error(
        "MLP7232", "the description is too long, or has control characters", place, $"give at most {Input.MaxDescription} characters");

    public static Finding MetadataKeyNotAllowed(string place, string? key) => Error(
        "MLP7233", $"'{Visible.Text(key ?? "")}' is no key of metadata", place,
        "use 1 to 128 letters, digits and '.', '_', '-', '/', beginning with a letter or digit");

    public static Finding MetadataValueNotAllowed(string place, string key) => Error(
        "MLP7233", $"the value of the metadata '{key}' is missing, too long, or has control characters", place,
        $"give 1 to {Input.MaxMetadataValue} characters on one line");

    public static Finding TooMuchMetadata(string place, int keys) => Error(
        "MLP7233", $"the model has {keys} keys of metadata", place, $"give at most {Input.MaxMetadata}");

    public static Finding MetadataTwice(string place, string key) => Error(
        "MLP7234", $"the metadata '{key}' is given twice", place, "keep one of the two attributes");

    public static Finding MetadataOfNoModel(string place, string key) => Error(
        "MLP7235", $"the metadata '{key}' is given to what the assembly does not declare as a model", place,
        "name a class that has an attribute MlpModel in the same assembly, or add that one");

    public static Finding MissingAssembly(string place, string type, string assembly) => Error(
        "MLP7236", $"the class needs {Visible.Text(type)} of the assembly {Visible.Text(assembly)}, which is not in the folder or cannot be read", place,
        "restore and build again, and let nothing remove the assembly from the output");

    public static Finding MissingInAssembly(string place, string type, string assembly) => Error(
        "MLP7236", $"the class needs {Visible.Text(type)}, which {Visible.Text(assembly)} does not have", place,
        "build again: the assemblies are of versions that do not fit");

    public static Finding NotPublic(string place) => new(
        "MLP7237", Severity.Warning, "the class is not public: programs that use the package cannot embed it", place,
        "make it and the classes around it public, or declare it Standalone");

    public static Finding UnknownArgument(string place, string what) => Error(
        "MLP7238", $"the attribute {what}, which this version of mlp does not know", place, "update mlp: dotnet tool update --global mlp-cli");

    public static Finding Unreadable(string place, string reason) => Error(
        "MLP7239", $"what the assembly declares cannot be read: {Visible.Text(reason)}", place, "build it again; if it stays so, report which compiler made it");

    public static Finding TextNotAllowed(string place, string what, int longest) => Error(
        "MLP7240", $"the name of the {what} is too long to be recorded, or has control characters", place, $"use a type whose name has at most {longest} characters");

    private static Finding Error(string code, string fact, string place, string remedy) => new(code, Severity.Error, fact, place, remedy);
}
