using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp show</c>: all that is known of a model type, of parameters, or of a version of either.</summary>
internal static class ShowCommand
{
    private static readonly Argument<Reference> Subject = References.Argument("name", "A model type or parameters, or a version of them.");

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "show",
            "Shows a model type, parameters, or a version of either. Without a version it shows the name and all of its versions.",
            "mlp show beam_line",
            "mlp show beam_line@1.2.0",
            "mlp show beam_line_weights@1.2 --output json")
        {
            Subject, SharedOptions.Kind,
        };
        command.SetWork(environment, Show);
        return command;
    }

    private static async Task Show(ParseResult parsed, Client client, Terminal terminal, Ct ct)
    {
        var subject = parsed.GetRequiredValue(Subject);
        var kind = await client.KindOf(subject, parsed.GetValue(SharedOptions.Kind), ct);
        await ((kind, subject.Version) switch
        {
            (ReferenceKind.Type, null) => ShowType(client, subject.Name, terminal, ct),
            (ReferenceKind.Type, { } version) => ShowTypeVersion(client, subject.Name, version, terminal, ct),
            (_, null) => ShowParameters(client, subject.Name, terminal, ct),
            (_, { } version) => ShowParametersVersion(client, subject.Name, version, terminal, ct),
        });
    }

    private static async Task ShowType(Client client, string name, Terminal terminal, Ct ct)
    {
        var type = await client.Types.GetAsync(name, ct);
        var versions = await client.Types.VersionsAsync(name, ct).ToListAsync(ct);
        if (terminal.Format == OutputFormat.Json)
        {
            terminal.Json(new { type, versions });
            return;
        }

        terminal.Fields(
            ("model type", type.Name),
            ("project", type.Project),
            ("granted to", string.Join(", ", type.GrantedTo)),
            ("latest", type.LatestVersion),
            ("description", type.Description));
        terminal.Line("");
        terminal.Table(
            versions,
            [
                new("VERSION", version => version.Version),
                new("TAG", version => version.Tag),
                new("COMMIT", version => Written.Commit(version.Commit)),
                new("CREATED", version => Written.Time(version.CreatedAt)),
                new("BY", version => version.CreatedBy),
                new("DEPRECATED", version => version.Deprecated?.Reason) { GivesWay = true },
            ]);
    }

    private static async Task ShowTypeVersion(Client client, string name, string given, Terminal terminal, Ct ct)
    {
        var version = await client.Types.GetVersionAsync(name, given, ct);
        if (terminal.Format == OutputFormat.Json)
        {
            terminal.Json(version);
            return;
        }

        terminal.Fields(
            ("model type", version.Type),
            ("version", version.Version),
            ("description", version.Description),
            ("class", version.Class),
            ("assembly", version.Assembly),
            ("standalone", Written.YesNo(version.Standalone)),
            ("input", version.Input),
            ("output", version.Output),
            ("metadata", Written.Metadata(version.Metadata)),
            ("project", version.Project),
            ("tag", version.Tag),
            ("commit", version.Commit),
            ("release", Written.Number(version.ReleaseId)),
            ("runtime", version.Runtime),
            ("packages", string.Join(", ", version.Packages.Select(package => $"{package.Id} {package.Version}"))),
            ("bundle", version.BundleDigest),
            ("same code as", version.CodeUnchangedSince),
            ("created", $"{Written.Time(version.CreatedAt)} by {version.CreatedBy}"),
            ("deprecated", Deprecated(version.Deprecated)));
    }

    private static async Task ShowParameters(Client client, string name, Terminal terminal, Ct ct)
    {
        var parameters = await client.Parameters.GetAsync(name, ct);
        var versions = await client.Parameters.VersionsAsync(name, ct).ToListAsync(ct);
        if (terminal.Format == OutputFormat.Json)
        {
            terminal.Json(new { parameters, versions });
            return;
        }

        terminal.Fields(
            ("parameters", parameters.Name),
            ("project", parameters.Project),
            ("granted to", string.Join(", ", parameters.GrantedTo)),
            ("latest", parameters.LatestVersion));
        terminal.Line("");
        terminal.Table(
            versions,
            [
                new("VERSION", version => version.Version),
                new("PUBLISHED FROM", PublishedFrom),
                new("SIZE", version => Written.Size(version.Size)),
                new("CREATED", version => Written.Time(version.CreatedAt)),
                new("BY", version => version.CreatedBy),
                new("METADATA", version => Written.Metadata(version.Metadata)) { GivesWay = true },
                new("DEPRECATED", version => version.Deprecated?.Reason) { GivesWay = true },
            ]);
    }

    private static async Task ShowParametersVersion(Client client, string name, string given, Terminal terminal, Ct ct)
    {
        var version = await client.Parameters.GetVersionAsync(name, given, ct);
        var files = await client.Parameters.FilesAsync(name, version.Version, ct);
        if (terminal.Format == OutputFormat.Json)
        {
            terminal.Json(version, ("files", files));
            return;
        }

        terminal.Fields(
            ("parameters", version.Name),
            ("version", version.Version),
            ("published from", PublishedFrom(version)),
            ("metadata", Written.Metadata(version.Metadata)),
            ("digest", version.Digest),
            ("size", Written.Size(version.Size)),
            ("created", $"{Written.Time(version.CreatedAt)} by {version.CreatedBy}"),
            ("deprecated", Deprecated(version.Deprecated)));
        terminal.Line("");
        terminal.Table(files, [new("FILE", file => file.Path), new("SIZE", file => Written.Size(file.Size))]);
    }

    private static string PublishedFrom(ParametersVersionInfo version) => $"{version.PublishedFromType}@{version.PublishedFromVersion}";

    private static string? Deprecated(Deprecation? deprecation) =>
        deprecation is null ? null : $"{deprecation.Reason} ({Written.Time(deprecation.At)}, {deprecation.By})";
}
