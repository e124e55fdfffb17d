using Mlp.Testing;

namespace Mlp.Tool.Tests.Commands;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("mlp lis\tmod\t--output js\t", "list models --output json")]
    [InlineData("mlp list models --output=js\t", "list models --output=json")]
    [InlineData("mlp publish w here --metadata a=b --mod\tx", "publish w here --metadata a=b --model x")]
    [InlineData("mlp comple\tba\t", "completion bash")]
    [InlineData("mlp pull w --to a-fo\t", "pull w --to a-folder/")]
    public async Task Bash_completes_what_is_typed(string typed, string completed)
    {
        var folder = Directory.CreateTempSubdirectory("mlp-completion-");
        var log = Path.Combine(folder.FullName, "called");
        await WriteTool(Path.Combine(folder.FullName, "mlp"), log);
        Directory.CreateDirectory(Path.Combine(folder.FullName, "a-folder"));
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = $"{folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}",
            ["TERM"] = "dumb",
            ["INPUTRC"] = "/dev/null",
        };
        var (_, screen, _) = await Tool.RunProgram(
            "script",
            ["-qec", "bash --norc --noprofile -i", "/dev/null"],
            environment,
            $"eval \"$(mlp completion bash)\"\n{typed}\nexit\n",
            folder.FullName);
        Assert.True(File.Exists(log), screen);
        Assert.Equal(completed, (await File.ReadAllTextAsync(log)).Trim());
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("pwsh")]
    public async Task Each_shell_gets_its_script(string shell)
    {
        var (exit, output, errors) = await Tool.Run(["completion", shell]);
        Assert.Equal((0, ""), (exit, errors));
        Approved.Matches($"tests/approved/completion/mlp.{shell}", output);
    }

    [Theory]
    [InlineData("mlp sho", "show")]
    [InlineData("mlp token ", "create", "list", "revoke")]
    [InlineData("mlp list releases --state ", "abandoned", "open", "registered")]
    [InlineData("mlp show beam --kind=", "parameters", "type")]
    public async Task Suggestions_are_what_may_stand_there(string line, params string[] expected)
    {
        var (exit, output, errors) = await Tool.Run(["[suggest]", line]);
        Assert.Equal((0, ""), (exit, errors));
        Assert.Equal(expected, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.StartsWith('-')));
    }

    // The real tool answers the shell; what the shell runs in the end is written down.
    private static async Task WriteTool(string path, string log)
    {
        await File.WriteAllTextAsync(path, $"""
            #!/bin/sh
            case "$1" in
            "[suggest]") exec dotnet '{RegistryProcess.Program}' "$@" ;;
            completion) if [ ! -e '{log}.ready' ]; then touch '{log}.ready'; exec dotnet '{RegistryProcess.Program}' "$@"; fi ;;
            esac
            echo "$*" > '{log}'
            """);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
