using System.Text.Json;
using Mlp.Testing;
using Mlp.Testing.Publishing;

namespace Mlp.Tool.Tests.Commands;

/// <summary>Somebody who works with a registry: a folder of their own, a configuration of their own, and names that nobody else uses.</summary>
internal sealed class User : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlp-user-");
    private readonly Dictionary<string, string> _environment;

    private User(RegistryProcess registry)
    {
        Registry = registry;
        var own = Guid.NewGuid().ToString("N")[..8];
        (Type, Parameters, Project) = ($"type_{own}", $"weights_{own}", $"git.example.org/tests/{own}");
        _environment = new()
        {
            ["MLP_HOME"] = Path.Combine(_folder.FullName, "home"),
            ["MLP_REGISTRY"] = $"unix:{Path.Combine(registry.Home, "registry.sock")}",
            ["XDG_CONFIG_HOME"] = Path.Combine(_folder.FullName, "config"),
        };
    }

    public RegistryProcess Registry { get; }

    public string Type { get; }

    public string Parameters { get; }

    public string Project { get; }

    public string Folder => _folder.FullName;

    public string Configuration => Path.Combine(Folder, "config", "mlp");

    /// <summary>A user whose registry has versions of their type.</summary>
    public static async Task<User> Of(SharedRegistry registry, params string[] versions)
    {
        var user = new User(await registry.Process);
        foreach (var version in versions)
        {
            await Publisher.Register(user.Registry.Http, user.Project, user.Type, version);
        }

        return user;
    }

    /// <summary>A user of a registry that is nobody else's.</summary>
    public static User Alone(RegistryProcess registry) => new(registry);

    public Task<(int Exit, string Output, string Errors)> Run(params string[] arguments) => Tool.Run(arguments, _environment, folder: Folder);

    /// <summary>With the registry that the configuration names, and something on stdin.</summary>
    public Task<(int Exit, string Output, string Errors)> RunConfigured(string input, params string[] arguments) =>
        Tool.Run(arguments, new Dictionary<string, string>(_environment) { ["MLP_REGISTRY"] = "" }, input, Folder);

    /// <summary>In a terminal, where something is typed.</summary>
    public async Task<(int Exit, string Screen)> InTerminal(string typed, params string[] arguments)
    {
        var command = string.Join(' ', new[] { "dotnet", RegistryProcess.Program }.Concat(arguments).Select(argument => $"'{argument}'"));
        var environment = new Dictionary<string, string>(_environment) { ["MLP_REGISTRY"] = "", ["TERM"] = "xterm" };
        var (exit, screen, _) = await Tool.RunProgram("script", ["-qec", $"stty cols 80; {command}", "/dev/null"], environment, typed, Folder);
        return (exit, screen);
    }

    /// <summary>Runs what has to succeed, and answers stdout.</summary>
    public async Task<string> Done(params string[] arguments)
    {
        var (exit, output, errors) = await Run(arguments);
        Assert.True(exit == 0, $"mlp {string.Join(' ', arguments)} ended with {exit}: {errors}");
        return output;
    }

    public async Task<JsonElement> Json(params string[] arguments) => JsonElement.Parse(await Done([.. arguments, "--output", "json"]));

    /// <summary>Runs what has to fail, and answers stderr.</summary>
    public async Task<string> Failed(params string[] arguments)
    {
        var (exit, output, errors) = await Run(arguments);
        Assert.True(exit == 1, $"mlp {string.Join(' ', arguments)} ended with {exit}: {output}{errors}");
        Assert.Empty(output);
        Assert.Contains("remedy: ", errors, StringComparison.Ordinal);
        return errors;
    }

    /// <summary>Makes a folder of parameters.</summary>
    public string Weights(string content = "1 2 3", string folder = "weights")
    {
        var path = Directory.CreateDirectory(Path.Combine(Folder, folder)).FullName;
        File.WriteAllText(Path.Combine(path, "weights.txt"), content);
        Directory.CreateDirectory(Path.Combine(path, "scale"));
        File.WriteAllText(Path.Combine(path, "scale", "mean.txt"), "0.5");
        return path;
    }

    public Task<string> Publish(string version) => Done("publish", Parameters, Weights(), "--model", $"{Type}@{version}");

    public void Dispose() => _folder.Delete(recursive: true);
}
