using System.CommandLine;
using Mlp.Cli.Training;
using Mlp.Training;

namespace Mlp.Cli.Commands;

/// <summary>Options of the commands that read events, and what they do around their own work.</summary>
internal static class DataOptions
{
    public static readonly Option<string> Files = new("--files")
    {
        Description = "The files of events: a list file with one a line, or several with commas between. ROOT, CSV or JSON lines; paths or https addresses.",
        HelpName = "list",
        Required = true,
    };

    public static readonly Option<string?> Labels = new("--labels")
    {
        Description = "The label of each file: a list file with one a line, or several with commas between; or the branch that holds the labels.",
        HelpName = "list|branch",
    };

    public static readonly Option<string?> Params = new("--params") { Description = "A params.json: which events and branches are used, and how. [the usual values]", HelpName = "file" };

    public static readonly Option<string?> Preproc = new("--preproc") { Description = "A preproc.json: new branches and cuts. [none]", HelpName = "file" };

    public static readonly Option<SourceFormat?> Dtype = Choice.Option<SourceFormat?>(
        "--dtype",
        "What the files are written in. [their extensions say it]",
        word => word switch
        {
            "root" => SourceFormat.Root,
            "csv" => SourceFormat.Csv,
            "json" => SourceFormat.JsonLines,
            _ => null,
        },
        "root",
        "csv",
        "json");

    public static readonly Option<string?> Specs = new("--specs") { Description = "Specs that were computed earlier. [computed, or kept from the same inputs]", HelpName = "file" };

    public static readonly Option<string> Into = new("--into") { Description = "The folder that the files are written to. [here]", HelpName = "folder", DefaultValueFactory = _ => "." };

    public static void SetDataWork(this Command command, EnvironmentSettings environment, Func<ParseResult, DataWork, Ct, Task> work) => command.SetAction(async (parsed, ct) =>
    {
        GlobalOptions.RefuseRegistry(parsed);
        await Translated(() => work(parsed, new(parsed, environment, GlobalOptions.Terminal(parsed)), ct));
        return ExitCode.Ok;
    });

    /// <summary>Does work, and tells what is wrong with the data as the tool tells errors.</summary>
    public static async Task Translated(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (TrainingInputException e)
        {
            throw DataErrors.Refused(e);
        }
        catch (ModelFailedException e)
        {
            throw TrainErrors.ModelFailed(e);
        }
        catch (DllNotFoundException e)
        {
            throw DataErrors.NoLibrary(e);
        }
    }
}
