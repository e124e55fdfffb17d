using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mlp.Serving.Json;

/// <summary>What is wrong with a body, in words of the wire and not of the code behind it.</summary>
internal static partial class JsonFaults
{
    public const int MaxDepth = 64;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    public static Utf8JsonReader ReaderOf(ReadOnlySpan<byte> json) => new(json, Options);

    public static Refusal Wrong(string fact, string path, string remedy) => new(ErrorCode.InputDoesNotFit, fact, path, remedy);

    public static string Element(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    /// <summary>Whether the text is no JSON at all, rather than JSON of something else.</summary>
    public static bool IsSyntax(JsonException fault) =>
        fault.InnerException is JsonException || fault.GetType() != typeof(JsonException);

    /// <param name="json">The whole text.</param>
    public static Refusal Explain(JsonException fault, ReadOnlySpan<byte> json) => Explain(fault, IsSyntax(fault) ? JsonPlace.Of(json) : null);

    /// <summary>What is wrong with a value, as a type of the model; the path is relative to the value.</summary>
    public static Refusal ExplainValue(JsonException fault) => Explain(fault, place: null);

    private static Refusal Explain(JsonException fault, string? place)
    {
        var path = place ?? (fault.Path is null or "" ? "$" : fault.Path);
        var message = fault.Message;
        return fault switch
        {
            _ when message.Contains("maximum configured depth", StringComparison.Ordinal) || message.Contains("maximum depth", StringComparison.Ordinal) =>
                new(ErrorCode.NotJson, "the body is nested too deeply", path, string.Create(CultureInfo.InvariantCulture, $"nest at most {MaxDepth} levels")),
            _ when IsSyntax(fault) => new(
                ErrorCode.NotJson, string.Create(CultureInfo.InvariantCulture, $"the body is not valid JSON, at line {fault.LineNumber + 1 ?? 1}, byte {fault.BytePositionInLine ?? 0}"), path,
                NamesNaN(message) ? "NaN and Infinity are no JSON" : "send one JSON value"),
            _ when message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) =>
                Wrong("the input has a field that is not known", path, "leave it out; names are case-sensitive, and /openapi/v1.json lists them"),
            _ when message.Contains("missing required propert", StringComparison.Ordinal) => Wrong($"the input lacks {MissingNames(message)}", path, "send every required field"),
            _ when message.Contains("uplicate propert", StringComparison.Ordinal) => Wrong("the input has a field twice", path, "send it once"),
            _ => Wrong("the input has a value of the wrong type, or one that its type cannot hold", path, "/openapi/v1.json lists the types"),
        };
    }

    private static bool NamesNaN(string message) => message.StartsWith("'N'", StringComparison.Ordinal) || message.StartsWith("'I'", StringComparison.Ordinal);

    private static string MissingNames(string message)
    {
        var names = Quoted().Matches(message[(message.LastIndexOf(':') + 1)..]).Select(match => match.Value).ToList();
        return names.Count == 0 ? "a required field" : string.Join(", ", names);
    }

    [GeneratedRegex("'[^']+'", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
