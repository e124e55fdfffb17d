using System.CommandLine;
using Mlp.Cli;
using Mlp.Cli.Commands;
using Mlp.Testing;

namespace Mlp.Tool.Tests;

public sealed class HelpTests
{
    private static readonly string Approved = Repository.PathOf("tests", "approved", "help");

    /// <summary>Every command there is, as it is called.</summary>
    public static TheoryData<string> Commands => [.. All(CommandTree.Create(EnvironmentSettings.Read(), []), "mlp")];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_is_as_approved(string command)
    {
        var (exit, output, errors) = await Tool.Run([.. command.Split(' ')[1..], "--help"]);
        Assert.Equal(0, exit);
        Assert.Empty(errors);
        Testing.Approved.Matches($"tests/approved/help/{FileOf(command)}", output);
    }

    [Fact]
    public void No_help_is_approved_of_a_command_that_is_gone()
    {
        Assert.Empty(Directory.GetFiles(Approved).Select(Path.GetFileName).Except(Commands.Select(row => FileOf(row.Data))));
    }

    private static string FileOf(string command) => command.Replace(' ', '-') + ".txt";

    private static IEnumerable<string> All(Command command, string path) =>
        command.Subcommands.SelectMany(sub => All(sub, $"{path} {sub.Name}")).Prepend(path);
}
