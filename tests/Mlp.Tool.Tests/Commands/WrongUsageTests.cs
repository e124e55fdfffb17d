using System.Text.Json;

namespace Mlp.Tool.Tests.Commands;

public sealed class WrongUsageTests
{
    [Theory]
    [InlineData("needs to be told what: ")]
    [InlineData("does not know 'nonsense'", "nonsense")]
    [InlineData("needs to be told what: models, parameters", "list")]
    [InlineData("needs to be told what: install, status, resume, remove\n", "hook")]
    [InlineData("mlp list does not know 'nonsense'", "list", "nonsense")]
    [InlineData("does not know '--nonsense'", "list", "models", "--nonsense")]
    [InlineData("does not know 'depoly'; did you mean 'deploy'?", "depoly")]
    [InlineData("does not know '--taget'; did you mean '--target'?", "deploy", "--taget", "local")]
    [InlineData("'--model' is required", "publish", "weights", "./weights")]
    [InlineData("argument", "publish")]
    [InlineData("argument", "pull")]
    [InlineData("'Beam' is not a name", "show", "Beam")]
    [InlineData("does not end with a version", "show", "beam@one")]
    [InlineData("does not end with a version", "show", "beam@1.2.3.4")]
    [InlineData("as in beam_line@1.2.0", "publish", "weights", "x", "--model", "beam@1.2")]
    [InlineData("as in beam_line_weights@1.2", "pull", "weights@1.2.0")]
    [InlineData("the name alone is wanted", "publish", "weights@1.0", "x", "--model", "beam")]
    [InlineData("not a key and its value", "publish", "weights", "x", "--model", "beam", "--metadata", "energy")]
    [InlineData("not a key and its value", "search", "--metadata", "=450")]
    [InlineData("given twice", "publish", "weights", "x", "--model", "beam", "--metadata", "a=1", "--metadata", "a=2")]
    [InlineData("not a version of parameters", "publish", "weights", "x", "--model", "beam", "--version", "1")]
    [InlineData("not a number from 1", "list", "models", "--limit", "0")]
    [InlineData("not a number from 1", "list", "events", "--limit", "many")]
    [InlineData("names no version", "compat", "add", "beam", "weights@1.0")]
    [InlineData("names no version", "compat", "remove", "beam@1.0.0", "weights@latest")]
    [InlineData("stands where the model type belongs", "compat", "list", "weights@1.0", "weights@1.1")]
    [InlineData("nothing was given to search for", "search")]
    [InlineData("needs --reason", "deprecate", "beam@1.0.0")]
    [InlineData("needs --reason", "deprecate", "beam@1.0.0", "--undo", "--reason", "x")]
    [InlineData("not one of reader, publisher, deployer, admin", "token", "create", "ci", "--role", "root")]
    [InlineData("not a time", "token", "create", "ci", "--role", "reader", "--expires", "soon")]
    [InlineData("not a time", "list", "deployments", "--at", "yesterday")]
    [InlineData("not a project id", "grant", "add", "beam", "https://git.example.org/x.git")]
    [InlineData("not one of text, json, markdown", "list", "models", "--output", "xml")]
    [InlineData("does not write markdown", "list", "models", "--output", "markdown")]
    [InlineData("contradict each other", "list", "models", "--quiet", "--verbose")]
    [InlineData("not an address", "login", "nonsense")]
    [InlineData("not an address", "profile", "set", "pro", "--url", "mlp.example.org")]
    [InlineData("does not use --registry", "profile", "list", "--registry", "pro")]
    [InlineData("is for targets that run images", "deploy", "--model", "beam", "--target", "local", "--base", "registry.example.org/aspnet:10.0")]
    [InlineData("contradict each other", "deploy", "--all", "--model", "beam")]
    [InlineData("not one of bash, zsh, pwsh", "completion", "fish")]
    [InlineData("mlp root needs to be told what: ls, show, head, stats", "root")]
    [InlineData("mlp root does not know 'stat'; did you mean 'stats'?", "root", "stat", "x.root")]
    [InlineData("argument", "root", "ls")]
    [InlineData("not a number from 1", "root", "head", "x.root", "--entries", "0")]
    [InlineData("not a number from 0", "root", "head", "x.root", "--skip", "-1")]
    [InlineData("has a name that is empty", "root", "stats", "x.root", "--branches", "a,,b")]
    [InlineData("does not use --registry", "root", "ls", "x.root", "--registry", "pro")]
    [InlineData("does not write markdown", "root", "ls", "x.root", "--output", "markdown")]
    [InlineData("argument missing for option: '--local'", "server", "--local")]
    [InlineData("argument missing for option: '--standalone'", "list", "pairs", "--standalone")]
    public async Task What_is_not_understood_ends_with_2_a_reason_and_an_example(string fact, params string[] arguments)
    {
        using var nobody = new TemporaryHome();
        var (exit, output, errors) = await Tool.Run(arguments, nobody.Environment);
        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith("MLP7001: ", errors, StringComparison.Ordinal);
        Assert.Contains(fact, errors, StringComparison.Ordinal);
        Assert.Contains("  remedy: ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "MLP7001", "publish", "weights")]
    [InlineData(2, "MLP7001", "list", "nonsense")]
    [InlineData(2, "MLP7001", "profile", "list", "--registry", "pro")]
    [InlineData(1, "MLP6001", "list", "models")]
    public async Task For_programs_an_error_is_one_object_on_the_last_line_of_stderr(int exitCode, string code, params string[] arguments)
    {
        using var nobody = new TemporaryHome();
        var (exit, output, errors) = await Tool.Run([.. arguments, "--output", "json"], nobody.Environment);
        Assert.Equal((exitCode, ""), (exit, output));
        var error = JsonElement.Parse(errors.TrimEnd('\n').Split('\n')[^1]).GetProperty("error");
        Assert.Equal(["code", "message", "value", "remedy"], error.EnumerateObject().Select(field => field.Name));
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.NotEmpty(error.GetProperty("remedy").GetString()!);
    }

    [Fact]
    public async Task The_remedy_shows_how_the_command_is_called()
    {
        var (_, _, errors) = await Tool.Run(["publish"]);
        Assert.Contains("remedy: write it as in: mlp publish beam_line_weights ./weights --model beam_line; see 'mlp publish --help'", errors, StringComparison.Ordinal);
    }

    private sealed class TemporaryHome : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlp-");

        public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["MLP_HOME"] = _folder.FullName, ["XDG_CONFIG_HOME"] = _folder.FullName, ["MLP_REGISTRY"] = "http://127.0.0.1:1" };

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
