namespace Mlp.Cli.Running;

/// <summary>What can go wrong when a model is run here.</summary>
internal static class RunErrors
{
    public static CommandFailedException NothingFits(string type, string parameters) => new(
        "MLP7871", $"no version of '{parameters}' fits a version of '{type}'", $"{type}/{parameters}", "publish parameters from it, or look why: mlp why");

    public static CommandFailedException NoFolder(string folder) => new(
        "MLP7872", "there is no such folder", folder, "name the folder with the built project, as in src/Beam/bin/Release/net10.0, or with the parameters");

    public static CommandFailedException Ended(int exitCode) => new(
        "MLP7873", $"the serving process ended with exit code {exitCode}", null, "the lines above say why");

    public static CommandFailedException NotStarted(string program, Exception cause) => new(
        "MLP7874", $"'{program}' does not start: {cause.Message}", program, "check the installation of .NET", cause);
}
