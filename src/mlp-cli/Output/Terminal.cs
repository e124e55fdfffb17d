using System.Text.Json;
using Mlp.Wire;

namespace Mlp.Cli.Output;

/// <summary>Where a command speaks: the answer goes to stdout, the story to stderr.</summary>
internal sealed class Terminal(TextWriter answer, TextWriter story, OutputFormat format, Verbosity verbosity, Audience? audience = null)
{
    private static readonly JsonSerializerOptions Indented = new(WireJson.Options) { WriteIndented = true };

    public OutputFormat Format { get; } = format;

    /// <summary>The width that the answer should keep to where a terminal shows it.</summary>
    public int? Width => audience?.AnswerWidth();

    /// <summary>The whole answer: the record for programs, a line for people.</summary>
    public void Answer<T>(T record, string line)
    {
        if (Format == OutputFormat.Json)
        {
            Json(record);
        }
        else
        {
            Line(line);
        }
    }

    /// <summary>A line of the answer.</summary>
    public void Line(string text) => Write(SafeText.Lines(text));

    /// <summary>The whole answer, for programs.</summary>
    public void Json<T>(T value) => Write(Serialized(value));

    /// <summary>The whole answer, for programs: a record with one field more.</summary>
    public void Json<T, TMore>(T record, (string Name, TMore Value) more)
    {
        var node = JsonSerializer.SerializeToNode(record, WireJson.Options)!;
        node[more.Name] = JsonSerializer.SerializeToNode(more.Value, WireJson.Options);
        Write(node.ToJsonString(Indented));
    }

    /// <summary>A part of the answer, for programs, as it is.</summary>
    public void JsonPart(string text) => Write(text);

    public static string Serialized<T>(T value) => JsonSerializer.Serialize(value, Indented);

    /// <summary>What a person who waits wants to know.</summary>
    public void Note(string text)
    {
        if (verbosity != Verbosity.Quiet)
        {
            story.WriteLine(SafeText.Lines(text));
        }
    }

    /// <summary>What somebody wants to know who asked for it.</summary>
    public void Detail(string text)
    {
        if (verbosity == Verbosity.Verbose)
        {
            story.WriteLine(SafeText.Lines(text));
        }
    }

    /// <summary>Tells how far a transfer is, once it takes longer than a moment; ends when it is disposed of.</summary>
    public TransferStory Transfer(TimeProvider clock) =>
        new(verbosity == Verbosity.Quiet ? TextWriter.Null : story, audience?.WatchesStory == true, clock);

    /// <summary>
    /// Tells for how long something is being done already; ends when it is disposed of. What other programs say meanwhile is passed on as they say it:
    /// errors of a compiler are told even where all else is quiet.
    /// </summary>
    public WorkStory Work(string what, TimeProvider clock) => Work(() => what, clock);

    /// <summary>The same for work that can say how far it is.</summary>
    public WorkStory Work(Func<string> what, TimeProvider clock) =>
        new(story, audience?.WatchesStory == true && verbosity != Verbosity.Quiet, what, clock);

    private void Write(string text)
    {
        try
        {
            answer.WriteLine(text);
        }
        catch (IOException e)
        {
            throw CommandErrors.AnswerNotWritten(e);
        }
    }
}
