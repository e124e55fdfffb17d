using System.CommandLine;
using Mlp.Cli.Profiles;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp profile set</c>: writes a profile without asking the registry; what is not given stays as it was.</summary>
internal static class ProfileSetCommand
{
    private static readonly Argument<string> Name = ProfileCommand.NameArgument("The profile.");

    private static readonly Option<string?> Url = new("--url") { Description = "The registry's address.", HelpName = "url" };

    private static readonly Option<string?> TokenFile = new("--token-file")
    {
        Description = "A file that holds the token.",
        HelpName = "file",
    };

    private static readonly Option<string?> TokenVariable = new("--token-variable")
    {
        Description = "An environment variable that holds the token; its name, not the token.",
        HelpName = "variable",
    };

    private static readonly Option<bool?> AllowHttp = Choice.Option<bool?>(
        "--allow-http", "Whether the token may travel without encryption to another machine.", word => word == "true", "true", "false");

    private static readonly Option<bool> Default = new("--default") { Description = "Makes it the profile that is used where none is named." };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "set",
            "Adds a profile, or changes what is given of one. A token itself is kept by mlp login.",
            "mlp profile set pro --url https://mlp.example.org --token-variable MLP_PRO_TOKEN",
            "mlp profile set pro --default")
        {
            Name, Url, TokenFile, TokenVariable, AllowHttp, Default,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Url) is { } url && !url.Contains(':', StringComparison.Ordinal))
            {
                result.AddError($"'{url}' is not an address: write it as in https://mlp.example.org");
            }

            if (result.GetResult(TokenFile) is not null && result.GetResult(TokenVariable) is not null)
            {
                result.AddError("--token-file and --token-variable contradict each other");
            }
        });
        command.SetAction((parsed, ct) => Set(parsed, environment, ct));
        return command;
    }

    private static async Task<int> Set(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        GlobalOptions.RefuseRegistry(parsed);
        var terminal = GlobalOptions.Terminal(parsed);
        var name = parsed.GetRequiredValue(Name);
        using var change = await ConfigurationChange.Begin(environment.Client, ct);
        var profile = Changed(parsed, change.Before.Profiles.GetValueOrDefault(name), name, change.Path);
        CheckAddress(profile);
        change.Set(name, profile);
        if (parsed.GetValue(Default) || change.Before.DefaultProfile is null)
        {
            change.SetDefault(name);
        }

        await change.Save(ct);
        terminal.Answer(new { name, url = profile.Url, file = change.Path }, $"profile {name} is {profile.Url}");

        terminal.Detail($"written to {change.Path}");
        ProfileCommand.TellWhatGoesBefore(terminal, environment);
        return ExitCode.Ok;
    }

    private static Profile Changed(ParseResult parsed, Profile? before, string name, string file)
    {
        var url = parsed.GetValue(Url) ?? before?.Url ?? throw CommandErrors.NoUrl(name, file);
        var profile = (before ?? new(url)) with { Url = url, AllowHttp = parsed.GetValue(AllowHttp) ?? before?.AllowHttp ?? false };
        var (tokenFile, tokenVariable) = (parsed.GetValue(TokenFile), parsed.GetValue(TokenVariable));
        return tokenFile is null && tokenVariable is null
            ? profile
            : profile with { Token = null, TokenFile = tokenFile is null ? null : Path.GetFullPath(tokenFile), TokenVariable = tokenVariable };
    }

    // The client checks an address when it is made, and asks nobody for that.
    private static void CheckAddress(Profile profile)
    {
        using var client = new Client(new ClientOptions { Registry = profile.Url, AllowHttp = profile.AllowHttp });
        _ = client.Registry;
    }
}
