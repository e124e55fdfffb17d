using System.Text.RegularExpressions;
using Mlp.Wire;

namespace Mlp.Server.Deployments;

/// <summary>What somebody wants deployed, checked as far as that goes without the record.</summary>
internal sealed partial record DeploymentRequest(
    Name Type, TypeVersion TypeVersion, Name Parameters, ParametersVersion ParametersVersion, string Target, string? Image, string? Endpoint, string? Serving, string? Base, bool Refresh, string? Error)
{
    private const int LongestImage = 512;

    /// <summary>Whether the registry itself rolls it out.</summary>
    public bool IsOurs => IsOwn(Target);

    public static bool IsOwn(string target) => target is DeploymentTarget.Local or DeploymentTarget.Docker;

    public static DeploymentRequest Check(StartDeployment body)
    {
        var request = new DeploymentRequest(
            Input.Name(body.Type),
            Input.TypeVersion(body.TypeVersion),
            Input.Name(body.Parameters),
            Input.ParametersVersion(body.ParametersVersion),
            Input.Text(body.Target, "target", 256),
            body.Image is null ? null : ImageOf(body.Image),
            Input.OptionalWebAddress(body.Endpoint, "endpoint", 1024),
            body.Serving is null ? null : Input.Digest(body.Serving).Text,
            body.Base is null ? null : Input.Digest(body.Base).Text,
            body.Refresh,
            ErrorOf(body.Error));
        return (request.Target, request) switch
        {
            (DeploymentTarget.Docker, { Image: null }) => throw Input.Bad("image", null, "on docker, name the image by digest: registry.example.org/models/beam@sha256:…"),
            (DeploymentTarget.Local, { Image: not null }) => throw Input.Bad("image", body.Image, "leave it out: on local, models run from their layers"),
            (_, { IsOurs: true, Endpoint: not null }) => throw Input.Bad("endpoint", body.Endpoint, "leave it out: the registry calls what it runs itself"),
            (_, { IsOurs: true, Error: not null }) => throw Input.Bad("error", body.Error, "leave it out: the registry sees for itself what becomes of its rollouts"),
            (_, { IsOurs: false, Refresh: true }) => throw Input.Bad("refresh", "true", $"it is for '{DeploymentTarget.Local}' and '{DeploymentTarget.Docker}'; elsewhere give the serving layer's digest"),
            _ => request,
        };
    }

    // What is deployed is known to the byte: a tag could mean another image tomorrow.
    private static string ImageOf(string image) => image.Length <= LongestImage && ByDigest().IsMatch(image)
        ? image
        : throw Input.Bad("image", image, "name it by digest: registry.example.org/models/beam@sha256:…");

    private static string? ErrorOf(string? error) => error is null || (error.Length > 0 && Input.IsDescription(error))
        ? error
        : throw Input.Bad("error", error, $"give 1 to {Input.MaxDescription} characters without control characters");

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._:/\[\]-]*@sha256:[0-9a-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ByDigest();
}
