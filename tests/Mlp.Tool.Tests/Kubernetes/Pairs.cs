using System.Text.Json;
using Mlp.Cli.Kubernetes.Objects;
using Mlp.Cli.Kubernetes.Settings;

namespace Mlp.Tool.Tests.Kubernetes;

/// <summary>Pairs as a registry would name them, with images that nobody has to push.</summary>
internal static class Pairs
{
    public const string Project = "git.example.org/beams/awake#awake/v";
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    public static string Image(char digit) => $"registry.example.org/models/beam@sha256:{new string(digit, 64)}";

    public static DeploySettings Settings(string deploy) => DeploySettings.Read("mlp.json", JsonElement.Parse(deploy));

    public static PairToRun Of(string deploy = "{}", string type = "beam_line", string typeVersion = "1.6.0", string parameters = "beam_line_weights", string parametersVersion = "1.2", char image = 'a') =>
        new(type, typeVersion, parameters, parametersVersion, Project, Image(image), Commit, Settings(deploy).For(type));
}
