using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;

namespace Mlp.Cli.Commands;

/// <summary>Names and versions on the command line, and what they turn out to be.</summary>
internal static class References
{
    public static Argument<Reference> Argument(string name, string description, ReferenceKind? only = null, VersionRule versions = VersionRule.Allowed) =>
        new(name) { Description = description, HelpName = Form(name, only, versions), CustomParser = Parser(only, versions) };

    /// <summary>One that may be left out.</summary>
    public static Argument<Reference?> Optional(string name, string description, ReferenceKind? only = null, VersionRule versions = VersionRule.Allowed) => new(name)
    {
        Description = description,
        HelpName = Form(name, only, versions),
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = Parser(only, versions),
    };

    /// <summary>One with its version.</summary>
    public static Argument<Reference> Versioned(string name, string description, ReferenceKind? only = null) =>
        Argument(name, description, only, VersionRule.Needed);

    public static Option<Reference?> Option(string name, string description, ReferenceKind only, VersionRule versions = VersionRule.Allowed) =>
        new(name) { Description = description, HelpName = Form("name", only, versions), CustomParser = Parser(only, versions) };

    /// <summary>Asks the registry what the name is, unless that is known.</summary>
    public static async Task<ReferenceKind> KindOf(this Client client, Reference reference, ReferenceKind? given, Ct ct)
    {
        if ((given ?? reference.Kind) is { } known)
        {
            return known;
        }

        var isType = await Exists(() => client.Types.GetAsync(reference.Name, ct));
        var isParameters = await Exists(() => client.Parameters.GetAsync(reference.Name, ct));
        return (isType, isParameters) switch
        {
            (true, true) => throw CommandErrors.NameMeansTwo(reference.Name),
            (true, _) => ReferenceKind.Type,
            (_, true) => ReferenceKind.Parameters,
            _ => throw CommandErrors.NoSuchName(reference.Name),
        };
    }

    private static async Task<bool> Exists<T>(Func<Task<T>> get)
    {
        try
        {
            await get();
            return true;
        }
        catch (MlpException e) when (e.Status == (int)HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private static Func<ArgumentResult, Reference?> Parser(ReferenceKind? only, VersionRule versions) => result =>
    {
        var text = result.Tokens[0].Value;
        var reference = Reference.TryParse(text, only, out var refusal);
        if (reference is null)
        {
            result.AddError(refusal);
        }
        else if (versions == VersionRule.Needed && reference.Version is null)
        {
            result.AddError($"'{text}' names no version: write it behind the name, as in {reference.Name}@{(only == ReferenceKind.Parameters ? "1.2" : "1.2.0")}");
        }
        else if (versions == VersionRule.Refused && text.Contains('@', StringComparison.Ordinal))
        {
            result.AddError($"'{text}' has a version, but the name alone is wanted: write {reference.Name}");
        }

        return reference;
    };

    private static string Form(string argument, ReferenceKind? only, VersionRule versions)
    {
        var name = only switch
        {
            ReferenceKind.Type => "type",
            ReferenceKind.Parameters => "parameters",
            _ => "name",
        };
        return versions switch
        {
            VersionRule.Allowed => $"{name}[@version]",
            VersionRule.Needed => $"{name}@version",
            _ => argument,
        };
    }
}
