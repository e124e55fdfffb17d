using System.Text;
using System.Text.Json;
using Mlp.Wire;

namespace Mlp;

/// <summary>The last answer of a registry to each question for a version, for when it cannot be reached.</summary>
internal sealed class RememberedAnswers(RegistryConnection connection, ClientFolders folders)
{
    /// <summary>The last answer, or null.</summary>
    public async Task<ParametersVersionInfo?> Recall(LocalModel model, string name, ParametersVersion? version, Ct ct)
    {
        try
        {
            await using var file = File.OpenRead(FileOf(model, name, version));
            return await JsonSerializer.DeserializeAsync<ParametersVersionInfo>(file, WireJson.Options, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // Nothing is remembered, or nothing that can be read.
        }
    }

    /// <summary>Keeps an answer.</summary>
    public async Task Keep(LocalModel model, string name, ParametersVersion? version, ParametersVersionInfo answer, Ct ct)
    {
        var path = FileOf(model, name, version);
        var partial = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(partial, JsonSerializer.SerializeToUtf8Bytes(answer, WireJson.Options), ct);
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A cache that was filled beforehand may be read-only; the answer is good without being remembered.
        }
    }

    // Names hold no characters that a file system minds, but type and parameters together can be longer than a file's name may be.
    private string FileOf(LocalModel model, string name, ParametersVersion? version)
    {
        var question = $"{connection.Name}\n{model.Type}\n{model.Version}\n{name}\n{version}";
        return Path.Combine(folders.CacheFolder, "answers", Digest.Of(Encoding.UTF8.GetBytes(question)).Hex + ".json");
    }
}
