using System.CommandLine;

namespace Mlp.Cli.Commands;

/// <summary>A command that shows how it is called: in its help, and to those who called it wrongly.</summary>
internal sealed class ExampleCommand(string name, string description, params IReadOnlyList<string> examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>What is said about an argument too many, where it may be a secret that must not be repeated.</summary>
    public string? OnStrayArgument { get; set; }
}
