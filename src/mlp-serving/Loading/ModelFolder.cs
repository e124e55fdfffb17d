using System.Text.Json;
using Mlp.Models;

namespace Mlp.Serving.Loading;

/// <summary>Finds the model to serve in a bundle, or in the published folder of a project.</summary>
internal static class ModelFolder
{
    public const string DescriptionFile = "mlp-bundle.json";
    private const int FormatVersion = 1;
    private const string Runtime = "dotnet";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Strict) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <exception cref="Refusal">There is no model, or none of that name, or several and no name.</exception>
    public static ModelClass Find(string folder, string? name)
    {
        if (!Directory.Exists(folder))
        {
            throw Unusable(folder, "it does not exist", "name the folder with --model");
        }

        return Choose(File.Exists(Path.Combine(folder, DescriptionFile)) ? Bundled(folder) : DeclaredModels.In(folder), folder, name);
    }

    private static ModelClass Choose(IReadOnlyList<ModelClass> models, string folder, string? name)
    {
        var names = string.Join(", ", models.Select(model => model.Name));
        return (name, models) switch
        {
            ({ }, _) => models.FirstOrDefault(model => model.Name == name)
                ?? throw new Refusal(ErrorCode.ModelNotChosen, $"'{folder}' has no model '{name}'; it has: {names}", name, "correct --name"),
            (null, [var only]) => only,
            _ => throw new Refusal(ErrorCode.ModelNotChosen, $"'{folder}' has several models: {names}", folder, "say which one to serve with --name"),
        };
    }

    private static IReadOnlyList<ModelClass> Bundled(string folder)
    {
        var bundle = Read(folder);
        DemandContract(bundle.Contract);
        return [.. bundle.Models.Select(model => new ModelClass(model.Name, model.Class, Below(folder, model.Assembly), Below(folder, model.Entry)))];
    }

    private static BundleDescription Read(string folder)
    {
        try
        {
            var text = File.ReadAllBytes(Path.Combine(folder, DescriptionFile));
            RefuseOthers(folder, text);
            return JsonSerializer.Deserialize<BundleDescription>(text, Json) is { Models.Count: > 0 } bundle ? bundle
                : throw Unusable(folder, $"its {DescriptionFile} names no models", "register the release again");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Unusable(folder, $"its {DescriptionFile} cannot be read: {e.Message}", "register the release again");
        }
    }

    // Before all else: a newer form may have fields that are unknown here.
    private static void RefuseOthers(string folder, byte[] text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        var form = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("formatVersion", out var version) ? version.ToString() : "none";
        var runtime = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("runtime", out var named) ? named.ToString() : "none";
        if (form != $"{FormatVersion}" || runtime != Runtime)
        {
            throw Unusable(
                folder, $"its {DescriptionFile} is of format version {form} and runtime {runtime}; this serving process reads format version {FormatVersion} of runtime {Runtime}",
                "serve it with the serving version that belongs to the tool that made it");
        }
    }

    private static void DemandContract(BundleContract contract)
    {
        var brought = typeof(IModel).Assembly.GetName();
        if (contract.Assembly != brought.Name || !Version.TryParse(contract.Version, out var needed) || needed > brought.Version)
        {
            throw new Refusal(
                ErrorCode.ContractTooNew, $"the models need {contract.Assembly} {contract.Version}; this serving process brings {brought.Name} {brought.Version}",
                contract.Version, "serve it with a newer version of mlp");
        }
    }

    private static string Below(string folder, string path)
    {
        var full = Path.GetFullPath(path, Path.GetFullPath(folder));
        return full.StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(full) ? full
            : throw Unusable(folder, $"its {DescriptionFile} names '{path}', which is not in it", "register the release again");
    }

    internal static Refusal Unusable(string folder, string fact, string remedy) =>
        new(ErrorCode.ModelFolderUnusable, $"the model folder '{folder}' cannot be used: {fact}", folder, remedy);
}
