using System.CommandLine;
using Mlp.Cli.Output;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp profile list</c>: the registries of the configuration file, without their tokens.</summary>
internal static class ProfileListCommand
{
    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand("list", "Lists the profiles of the configuration file, without their tokens.", "mlp profile list");
        command.SetAction((parsed, ct) => List(parsed, environment, ct));
        return command;
    }

    private static async Task<int> List(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        GlobalOptions.RefuseRegistry(parsed);
        var terminal = GlobalOptions.Terminal(parsed);
        terminal.Detail($"configuration file: {environment.Client.ConfigurationFile}");
        var file = ConfigurationFile.Read(environment.Client);
        var profiles = file.Profiles.OrderBy(profile => profile.Key, StringComparer.Ordinal)
            .Select(profile => Listed(profile.Key, profile.Value, profile.Key == file.DefaultProfile));
        await terminal.Write(
            profiles.ToAsyncEnumerable(),
            limit: null,
            "profiles",
            [
                new Column<ListedProfile>("NAME", profile => profile.Name),
                new("URL", profile => profile.Url),
                new("TOKEN", profile => profile.Token),
                new("HTTP ALLOWED", profile => Written.YesNo(profile.AllowHttp)),
                new("DEFAULT", profile => Written.YesNo(profile.Default)),
            ],
            ct);
        return ExitCode.Ok;
    }

    private static ListedProfile Listed(string name, Profile profile, bool isDefault) => new(name, profile.Url, Token(profile), profile.AllowHttp, isDefault);

    private static string? Token(Profile profile) => profile switch
    {
        { TokenFile: { } file } => $"file {file}",
        { TokenVariable: { } variable } => $"variable {variable}",
        { Token: not null } => "in the configuration file",
        _ => null,
    };

    /// <param name="Name">The profile.</param>
    /// <param name="Url">The registry's address.</param>
    /// <param name="Token">Where the token is, never the token.</param>
    /// <param name="AllowHttp">Whether plain http to another machine is allowed.</param>
    /// <param name="Default">Whether it is used where none is named.</param>
    private sealed record ListedProfile(string Name, string Url, string? Token, bool AllowHttp, bool Default);
}
