using System.CommandLine;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp release</c>: all that a pushed tag leads to; <c>status</c>, <c>resume</c> and <c>abandon</c> look at its ledger, go on with it, and give it up.</summary>
internal static class ReleaseCommand
{
    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "release",
            "Does all that a pushed version tag leads to: registers the project's models, then lets the latest of its standalone pairs serve. What an earlier try finished is not done again.",
            "mlp release",
            "mlp release --target docker --repository registry.example.org/models",
            "mlp release --no-deploy",
            "mlp release status v1.2.0",
            "mlp release resume v1.2.0")
        {
            ReleaseStatusCommand.Create(environment),
            ReleaseResumeCommand.Create(environment),
            ReleaseAbandonCommand.Create(environment),
            ReleaseOptions.Tag,
            ReleaseOptions.Project,
            ReleaseOptions.Feed,
            ReleaseOptions.AllowDirty,
            ReleaseOptions.NoInherit,
        };
        ReleaseRun.Options.ToList().ForEach(command.Add);
        command.SetAction((parsed, ct) => ReleaseRun.Run(
            parsed,
            environment,
            new(environment),
            parsed.GetValue(ReleaseOptions.Tag),
            (registration, target) => registration.Run(target, !parsed.GetValue(ReleaseOptions.NoInherit), ct),
            ct));
        return command;
    }
}
