using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mlp.Server.Hosting;

/// <summary>What is wrong with a JSON body, in words of the wire and not of the code behind it.</summary>
internal static partial class JsonFaults
{
    public static Refusal Explain(JsonException fault)
    {
        var path = fault.Path is null or "" ? "$" : fault.Path;
        var message = fault.Message;
        return fault switch
        {
            { InnerException: Refusal refusal } => new(refusal.Code, refusal.Message, path, refusal.Remedy),
            _ when message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) =>
                Malformed("the body has a field that is not known", path, "leave it out; names are case-sensitive"),
            _ when message.Contains("missing required propert", StringComparison.Ordinal) =>
                Malformed($"the body lacks {MissingNames(message)}", path, "send every required field"),
            _ when message.Contains("uplicate propert", StringComparison.Ordinal) =>
                Malformed("the body has a field twice", path, "send it once"),
            _ when message.Contains("maximum configured depth", StringComparison.Ordinal) || message.Contains("maximum depth", StringComparison.Ordinal) =>
                Malformed("the body is nested too deeply", path, "nest at most 32 levels"),
            _ when message.Contains("could not be converted", StringComparison.Ordinal) || message.Contains("doesn't allow", StringComparison.Ordinal) =>
                Malformed("the body has a value of the wrong type", path, "the types are listed at /swagger"),
            _ => Malformed($"the body is not valid JSON, at line {fault.LineNumber + 1 ?? 1}, byte {fault.BytePositionInLine ?? 0}", path, "send one JSON value"),
        };
    }

    private static Refusal Malformed(string fact, string path, string remedy) => new(ErrorCode.MalformedRequest, fact, path, remedy);

    private static string MissingNames(string message)
    {
        var list = message[(message.LastIndexOf(':') + 1)..];
        var names = Quoted().Matches(list).Select(m => m.Value).ToList();
        return names.Count == 0 ? "a required field" : $"{string.Join(", ", names)}";
    }

    [GeneratedRegex("'[A-Za-z0-9_]+'", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
