using Mlp.Oci;

namespace Mlp.Cli.Images;

/// <summary>Which base images have, and where they go.</summary>
/// <param name="Base">The base image.</param>
/// <param name="Repository">What stands before the pair's names: <c>registry.example.org/models</c>; null where images go nowhere.</param>
/// <param name="PlainHttp">Registries that may be asked without encryption, beside those of this machine.</param>
/// <param name="Credentials">Who we are to registries.</param>
internal sealed record ImageSettings(ImageReference Base, string? Repository, IReadOnlyList<string> PlainHttp, RegistryCredentials Credentials)
{
    public const string DefaultBase = "mcr.microsoft.com/dotnet/aspnet:10.0";

    /// <summary>Stands for the container registry of the forge whose pipeline runs the command.</summary>
    private const string Forge = "forge";

    /// <summary>What was told, else what the environment says, else the project's <c>mlp.json</c>.</summary>
    public static ImageSettings From(ImageChoice told, ImageChoice project, ImageVariables variables)
    {
        var image = ImageReference.Parse(told.Base ?? variables.Base ?? project.Base ?? DefaultBase);
        var repository = (told.Repository ?? variables.Repository ?? project.Repository)?.TrimEnd('/');
        if (repository == Forge)
        {
            var forge = variables.OfForge ?? throw ImageErrors.NoForge();
            (repository, variables) = (forge.Repository, variables with { User = variables.User ?? forge.User, Password = variables.Password ?? forge.Password });
        }

        var target = repository is null ? null : ImageReference.Parse($"{repository}/type/parameters");
        return new(image, repository, told.PlainHttp ? [.. new[] { image.Registry, target?.Registry }.OfType<string>()] : [], Known(image, target, variables));
    }

    public ImageReference Of(string type, string parameters) =>
        ImageReference.Parse($"{Repository ?? throw ImageErrors.NoRepository()}/{type}/{parameters}");

    /// <summary>What an image is called where no registry is needed for it: as it would be there, or as this machine's own.</summary>
    public ImageReference NameOf(string type, string parameters, string tag) =>
        ImageReference.Parse($"{Repository ?? "localhost"}/{type}/{parameters}:{tag}");

    private static RegistryCredentials Known(ImageReference image, ImageReference? target, ImageVariables variables)
    {
        var known = RegistryCredentials.FromDocker();
        if (variables is { BaseUser: { } baseUser, BasePassword: { } basePassword })
        {
            known = known.With(image.Registry, RegistryCredential.Password(baseUser, basePassword));
        }

        return target is not null && variables is { User: { } user, Password: { } password } ? known.With(target.Registry, RegistryCredential.Password(user, password)) : known;
    }
}

/// <summary>What a command, or a project's <c>mlp.json</c>, says of images; null is nothing.</summary>
internal sealed record ImageChoice(string? Base = null, string? Repository = null, bool PlainHttp = false);

/// <summary>What the environment says of images.</summary>
internal sealed record ImageVariables
{
    public string? Base { get; init; }

    public string? Repository { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    public string? BaseUser { get; init; }

    public string? BasePassword { get; init; }

    /// <summary>What the forge says whose pipeline runs the command.</summary>
    public ForgeImages? OfForge { get; init; }

    public override string ToString() => $"base {Base}, repository {Repository}";
}

/// <summary>The container registry that a forge has for a project.</summary>
internal sealed record ForgeImages(string Repository, string? User, string? Password)
{
    public override string ToString() => Repository;
}
