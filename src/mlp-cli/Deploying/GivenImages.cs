using System.Text.Json;
using System.Text.RegularExpressions;
using Mlp.Cli.Kubernetes;
using Mlp.Wire;

namespace Mlp.Cli.Deploying;

/// <summary>Images that were built and pushed before, listed in a file: what one job built, another deploys.</summary>
internal sealed partial class GivenImages : IImageSupply
{
    private readonly IReadOnlyList<GivenImage> _images;

    private GivenImages(IReadOnlyList<GivenImage> images) => _images = images;

    public static async Task<GivenImages> Read(string file, Ct ct)
    {
        try
        {
            await using var content = File.OpenRead(file);
            var images = await JsonSerializer.DeserializeAsync<List<GivenImage>>(content, JsonSerializerOptions.Web, ct) ?? throw KubernetesErrors.ImagesNotRead(file, "it is null");
            return images.FirstOrDefault(each => !ByDigest().IsMatch(each.Image ?? "") || Digest.TryParse(each.Serving ?? "") is null) is { } wrong
                ? throw KubernetesErrors.ImagesNotRead(file, $"'{wrong.Image}' of {wrong.Type} with {wrong.Parameters} is no image by digest, or its serving layer is not named")
                : new(images);
        }
        catch (JsonException e)
        {
            throw KubernetesErrors.ImagesNotRead(file, e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw KubernetesErrors.ImagesNotRead(file, e.Message, e);
        }
    }

    public Task<SuppliedImage> Push(Pair pair, bool refresh, Ct ct) => Task.FromResult(
        _images.FirstOrDefault(each => (each.Type, each.TypeVersion, each.Parameters, each.ParametersVersion) == (pair.Type, pair.TypeVersion, pair.Parameters, pair.ParametersVersion)) is { } image
            ? new SuppliedImage(image.Image!, image.Serving!, image.Base, IsUnchanged: true)
            : throw KubernetesErrors.NoImage(pair.Type, pair.TypeVersion, pair.Parameters, pair.ParametersVersion));

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._:/\[\]-]*@sha256:[0-9a-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ByDigest();
}

/// <summary>An entry of the list. What else an entry says is about how it was built.</summary>
internal sealed record GivenImage(string Type, string TypeVersion, string Parameters, string ParametersVersion, string? Image, string? Serving, string? Base);
