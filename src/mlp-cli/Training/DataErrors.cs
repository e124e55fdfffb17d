using Mlp.Training;

namespace Mlp.Cli.Training;

/// <summary>What can go wrong with the data that a model is trained on.</summary>
internal static class DataErrors
{
    public static CommandFailedException Refused(TrainingInputException cause) => new("MLP7961", $"{cause.Where}: {cause.Fact}", null, cause.Remedy, cause);

    public static CommandFailedException NoLibrary(DllNotFoundException cause) =>
        new("MLP7962", $"a file is compressed with a method that needs a library of the system: {cause.Message}", null, "install the package, and run the command again", cause);

    public static CommandFailedException NotWritten(string folder, Exception cause) =>
        new("MLP7963", $"the files cannot be written: {cause.Message}", folder, "name a folder that can be written to with --into, with enough space", cause);
}
