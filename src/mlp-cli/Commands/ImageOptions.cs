using System.CommandLine;
using Mlp.Cli.Images;
using Mlp.Cli.Releases;

namespace Mlp.Cli.Commands;

/// <summary>What the commands that make images have in common.</summary>
internal static class ImageOptions
{
    public static readonly Option<string?> Base = new("--base")
    {
        Description = $"The base image: ASP.NET Core's runtime, on any system. [MLP_BASE_IMAGE, mlp.json, {ImageSettings.DefaultBase}]",
        HelpName = "image",
    };

    public static readonly Option<string?> Repository = new("--repository")
    {
        Description = "Where images go; the pair's names follow it. Its user and password are Docker's, or in MLP_IMAGES_USER and MLP_IMAGES_PASSWORD. [MLP_IMAGES, mlp.json]",
        HelpName = "registry/path",
    };

    public static readonly Option<bool> PlainHttp = new("--plain-http") { Description = "Asks these registries without encryption; those of this machine always are." };

    private static readonly Option[] All = [Base, Repository, PlainHttp];

    /// <summary>For a target that runs no images.</summary>
    public static void Refuse(ParseResult parsed, string target)
    {
        if (All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given)
        {
            throw new UsageException($"{given.Name} is for targets that run images, and the target is {target}", given.Name, "leave it out, or give --target docker or --target kubernetes");
        }
    }

    /// <summary>What all of this comes to for a project: the one that is named, or that of the folder.</summary>
    public static async Task<ImageSettings> Read(ParseResult parsed, EnvironmentSettings environment, CheckedOut here, string? project, Ct ct)
    {
        var told = new ImageChoice(parsed.GetValue(Base), parsed.GetValue(Repository), parsed.GetValue(PlainHttp));
        var isAllTold = (told.Base ?? environment.Images.Base) is not null && (told.Repository ?? environment.Images.Repository) is not null;
        return ImageSettings.From(told, isAllTold ? new() : (await here.Settings(project, ct)).Images, environment.Images);
    }
}
