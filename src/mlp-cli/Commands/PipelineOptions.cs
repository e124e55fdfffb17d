using System.CommandLine;

namespace Mlp.Cli.Commands;

/// <summary>What the commands that are jobs of a pipeline have in common.</summary>
internal static class PipelineOptions
{
    public static readonly Option<bool> Report = new("--report")
    {
        Description = "In a pipeline of GitLab or GitHub: tells the forge what came of it, as far as the job's token, or MLP_FORGE_TOKEN, allows it.",
    };

    public static readonly Option<string?> DotEnv = new("--dotenv")
    {
        Description = "Adds what came of it to this file, as lines of KEY=value, for the jobs that follow.",
        HelpName = "file",
    };

    /// <summary>The option of these that was given.</summary>
    public static string? Given(ParseResult parsed) => parsed.GetValue(Report) ? Report.Name : parsed.GetValue(DotEnv) is null ? null : DotEnv.Name;
}
