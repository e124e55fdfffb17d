using System.Text.Json;
using System.Text.RegularExpressions;
using Mlp.Cli.Images;
using Mlp.Cli.Kubernetes.Settings;

namespace Mlp.Cli.Workspaces;

/// <summary>Reads <c>mlp.json</c>: JSON with comments and trailing commas, in which every field is known and has its type.</summary>
internal sealed partial class MlpJsonReader
{
    private const int MaxPrefix = 128;
    private static readonly string[] Fields = ["$schema", "project", "tagPrefix", "projects", "models", "images", "deploy"];
    private static readonly string[] ImageFields = ["base", "repository"];
    private readonly string _file;

    private MlpJsonReader(string file) => _file = file;

    public static MlpJson Read(string file) => new MlpJsonReader(file).Parse(ReadText(file));

    private static byte[] ReadText(string file)
    {
        try
        {
            var bytes = File.ReadAllBytes(file);
            return bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw WorkspaceErrors.FileNotRead(file, e);
        }
    }

    private MlpJson Parse(byte[] text)
    {
        using var document = ParseJson(text);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw WorkspaceErrors.NotAnObject(_file);
        }

        foreach (var field in root.EnumerateObject().Where(field => !Fields.Contains(field.Name)))
        {
            throw WorkspaceErrors.UnknownField(_file, field.Name, NearName.Of(field.Name, Fields), Fields);
        }

        _ = Text(root, "$schema");
        return new MlpJson { Project = Project(root), TagPrefix = TagPrefix(root), Projects = Projects(root), Models = Models(root), Images = Images(root), Deploy = Deploy(root) };
    }

    private JsonDocument ParseJson(byte[] text)
    {
        try
        {
            return JsonDocument.Parse(text, new JsonDocumentOptions
            {
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
                AllowDuplicateProperties = false,
                MaxDepth = 8,
            });
        }
        catch (JsonException e)
        {
            throw WorkspaceErrors.NotJson(_file, e);
        }
    }

    private ProjectId? Project(JsonElement root) => Text(root, "project") is not { } text
        ? null
        : ProjectId.TryParse(text) is { IsLocal: false } id ? id : throw WorkspaceErrors.NotAProjectId(_file, text);

    private string TagPrefix(JsonElement root)
    {
        var prefix = Text(root, "tagPrefix") ?? "";
        return prefix.Length == 0 || (prefix.Length <= MaxPrefix && Prefix().IsMatch(prefix))
            ? prefix
            : throw WorkspaceErrors.NotATagPrefix(_file, prefix);
    }

    private IReadOnlyList<string> Projects(JsonElement root)
    {
        if (!root.TryGetProperty("projects", out var list))
        {
            return [];
        }

        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(path => path.ValueKind != JsonValueKind.String))
        {
            throw WorkspaceErrors.WrongType(_file, "projects", "a list of paths, as in [\"src/Encoder/Encoder.csproj\"]");
        }

        var paths = list.EnumerateArray().Select(path => path.GetString()!).ToList();
        return paths.Count > 0 ? paths : throw WorkspaceErrors.WrongType(_file, "projects", "at least one path; leave the field out to have them found");
    }

    private Dictionary<string, bool> Models(JsonElement root)
    {
        var models = new Dictionary<string, bool>(StringComparer.Ordinal);
        if (!root.TryGetProperty("models", out var map))
        {
            return models;
        }

        if (map.ValueKind != JsonValueKind.Object)
        {
            throw WorkspaceErrors.WrongType(_file, "models", "names of models with true or false, as in {\"decoder\": false}");
        }

        foreach (var model in map.EnumerateObject())
        {
            if (Name.TryParse(model.Name) is null)
            {
                throw WorkspaceErrors.NotAModelName(_file, model.Name);
            }

            models[model.Name] = model.Value.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? model.Value.GetBoolean()
                : throw WorkspaceErrors.WrongType(_file, $"models.{model.Name}", "true or false");
        }

        return models;
    }

    private ImageChoice Images(JsonElement root)
    {
        if (!root.TryGetProperty("images", out var images))
        {
            return new();
        }

        if (images.ValueKind != JsonValueKind.Object)
        {
            throw WorkspaceErrors.WrongType(_file, "images", "an object, as in {\"repository\": \"registry.example.org/models\"}");
        }

        foreach (var field in images.EnumerateObject().Where(field => !ImageFields.Contains(field.Name)))
        {
            throw WorkspaceErrors.UnknownField(_file, $"images.{field.Name}", NearName.Of(field.Name, ImageFields), ImageFields);
        }

        return new(Text(images, "base"), Text(images, "repository"));
    }

    private DeploySettings Deploy(JsonElement root) => root.TryGetProperty("deploy", out var deploy) ? DeploySettings.Read(_file, deploy) : DeploySettings.None;

    private string? Text(JsonElement root, string field) => !root.TryGetProperty(field, out var value)
        ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw WorkspaceErrors.WrongType(_file, field, "a text");

    // What git allows in a tag and a project id behind its '#'; a digit at the end would run into the version.
    [GeneratedRegex(@"^(?!.*(\.\.|//|/\.|\./|\.lock/))[\p{L}\p{N}]([\p{L}\p{N}._+/-]*[\p{L}_/-])?(?<!\p{N})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();
}
