using Mlp.Cli.Kubernetes.Settings;

namespace Mlp.Cli.Kubernetes.Objects;

/// <summary>A pair, the image that serves it, and how it is to run.</summary>
/// <param name="Image">By digest: <c>registry.example.org/models/beam@sha256:…</c>.</param>
/// <param name="Commit">That the model type's version was released from.</param>
internal sealed record PairToRun(
    string Type, string TypeVersion, string Parameters, string ParametersVersion, string Project, string Image, string? Commit, KubernetesSettings Settings)
{
    /// <summary>The digest of the image's serving layer, for the record.</summary>
    public string? Serving { get; init; }

    /// <summary>The digest of the image's base, for the record.</summary>
    public string? Base { get; init; }

    public string Name { get; } = ObjectName.Of(Type, Parameters);

    /// <summary>A text of the settings with this pair's names.</summary>
    public string Fill(string text) => Placeholders.Fill(text, Name, Type, Parameters);

    /// <summary>The same where only a DNS label may stand.</summary>
    public string FillHost(string text) => Placeholders.Fill(text, Name, Type.Replace('_', '-').Replace('.', '-'), Parameters.Replace('_', '-').Replace('.', '-'));
}
