using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Cli.Profiles;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp login</c>: keeps a token for a registry, once the registry accepted it.</summary>
internal static class LoginCommand
{
    private static readonly Argument<string> Registry = new("registry")
    {
        Description = "Its address, or the profile that has it.",
        HelpName = "url|profile",
    };

    private static readonly Option<string?> ProfileName = ProfileCommand.NameOption("--profile", "The profile that keeps the address and the token. [the address's host]");

    private static readonly Option<bool> AllowHttp = new("--allow-http")
    {
        Description = "Lets the token travel without encryption to another machine, where the network is trusted.",
    };

    private static readonly Option<bool> Default = new("--default") { Description = "Makes it the profile that is used where none is named, as the first one is anyway." };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "login",
            "Asks for a token, or reads it from stdin, has the registry check it, and keeps it in a file of yours alone (mode 0600) beside the configuration.",
            "mlp login https://mlp.example.org --profile pro",
            "mlp login pro < token.txt")
        {
            Registry, ProfileName, AllowHttp, Default,
        };
        command.OnStrayArgument = "mlp login takes one argument; the token is none, because every user of this machine could read it";
        command.SetAction((parsed, ct) => Login(parsed, environment, ct));
        return command;
    }

    private static async Task<int> Login(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        GlobalOptions.RefuseRegistry(parsed);
        var terminal = GlobalOptions.Terminal(parsed);
        var (name, before) = Target(parsed, ConfigurationFile.ReadForChange(environment.Client));
        var allowHttp = before.AllowHttp || parsed.GetValue(AllowHttp);

        var token = TokenPrompt.Read(before.Url);
        var identity = await Verify(before.Url, token, allowHttp, ct);

        using var change = await ConfigurationChange.Begin(environment.Client, ct);
        var file = await change.WriteToken(name, token, ct);
        change.Set(name, new(before.Url, TokenFile: file, AllowHttp: allowHttp));
        if (parsed.GetValue(Default) || change.Before.DefaultProfile is null)
        {
            change.SetDefault(name);
        }

        await change.Save(ct);
        Tell(terminal, identity, name, change.Path);
        ProfileCommand.TellWhatGoesBefore(terminal, environment);
        return ExitCode.Ok;
    }

    private static (string Name, Profile Profile) Target(ParseResult parsed, ConfigurationFile file)
    {
        var (registry, name) = (parsed.GetRequiredValue(Registry), parsed.GetValue(ProfileName));
        if (file.Profiles.TryGetValue(registry, out var known))
        {
            return name is null || name == registry
                ? (registry, known)
                : throw new UsageException($"'{registry}' is a profile already", name, "leave --profile out, or give the address");
        }

        if (!Uri.TryCreate(registry, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new UsageException("there is no such profile, and it is not an address either", registry, "give an address, as in: mlp login https://mlp.example.org");
        }

        if (uri.UserInfo.Length > 0)
        {
            throw new UsageException("an address has no user or password in it", $"{uri.Scheme}://{uri.Authority}", "leave them out; the token is asked for");
        }

        return (name ?? uri.Host, new(registry));
    }

    // As it will be used later: the same client, the same checks of address and token.
    private static async Task<Identity> Verify(string url, string token, bool allowHttp, Ct ct)
    {
        using var client = new Client(new ClientOptions { Registry = url, Token = token, AllowHttp = allowHttp });
        return await client.WhoAmIAsync(ct);
    }

    private static void Tell(Terminal terminal, Identity identity, string profile, string file)
    {
        terminal.Note($"profile {profile} in {file}");
        terminal.Answer(identity, $"logged in as {identity.Name}, {identity.Role}{(identity.Project is { } project ? $" of {project}" : "")}");
    }
}
