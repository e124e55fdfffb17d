using System.Text.Json;
using Mlp.Wire;

namespace Mlp.Cli.Output;

/// <summary>Where a command speaks: the answer goes to stdout, the story to stderr.</summary>
internal sealed class Terminal(TextWriter answer, TextWriter story, OutputFormat format, Verbosity verbosity)
{
    private static readonly JsonSerializerOptions Indented = new(WireJson.Options) { WriteIndented = true };

    public OutputFormat Format { get; } = format;

    /// <summary>A line of the answer.</summary>
    public void Line(string text) => answer.WriteLine(text);

    /// <summary>The whole answer, for programs.</summary>
    public void Json<T>(T value) => answer.WriteLine(JsonSerializer.Serialize(value, Indented));

    /// <summary>What a person who waits wants to know.</summary>
    public void Note(string text)
    {
        if (verbosity != Verbosity.Quiet)
        {
            story.WriteLine(text);
        }
    }

    /// <summary>What somebody wants to know who asked for it.</summary>
    public void Detail(string text)
    {
        if (verbosity == Verbosity.Verbose)
        {
            story.WriteLine(text);
        }
    }
}
