using System.Collections.Concurrent;
using Mlp.Cli.Deploying;
using Mlp.Oci;
using Mlp.Wire;

namespace Mlp.Cli.Images;

/// <summary>Composes the images of pairs, and brings them to their repositories. What several pairs share is looked for once.</summary>
internal sealed class ImageBuilder : IImageSupply, IDisposable
{
    private readonly ImageSettings _settings;
    private readonly RegistryClient _images;
    private readonly RunningImages _running;
    private readonly RegistryLayers _layers;
    private readonly ModelVersions _versions;
    private readonly ImageStatements _statements;
    private readonly Lazy<Task<Layer>> _serving;
    private readonly string _manifests;
    private readonly ConcurrentDictionary<string, Lazy<Task<BaseImage>>> _bases = new(StringComparer.Ordinal);

    public ImageBuilder(Client client, ImageSettings settings, string cache, RunningImages? running = null)
    {
        (_settings, _running, _layers, _versions) = (settings, running ?? new(client), new(client, Path.Combine(cache, "bundles")), new(client));
        _statements = new(client, cache);
        _manifests = Path.Combine(cache, "manifests");
        _images = new(new RegistryOptions { Credentials = settings.Credentials, PlainHttp = settings.PlainHttp });
        _serving = new(() => ServingLayerFile.Find(cache, Ct.None));
    }

    /// <summary>Looks for what most images need, before it is known which there are.</summary>
    public void Begin(Ct ct)
    {
        _ = Task.Run(() => _serving.Value, ct);
        _ = Task.Run(() => Base(running: null, ct), ct);
    }

    public Task<SuppliedImage> Push(Pair pair, bool refresh, Ct ct) => ImageErrors.Told(async () =>
    {
        var target = _settings.Of(pair.Type, pair.Parameters);
        var composed = await Compose(pair, refresh, ct);
        var repository = _images.Repository(target);
        var pushed = await repository.Push(composed.Image, [Tag(pair)], token => _statements.Of(composed, repository.Name, pair, composed.Version, token), ct);
        return composed.Supplied($"{target.Name}@{pushed.Digest}", pushed.IsUnchanged);
    });

    /// <summary>What the image would be; nothing is sent.</summary>
    public Task<ComposedImage> Compose(Pair pair, bool refresh, Ct ct) => ImageErrors.Told(async () =>
    {
        var (model, version) = (_layers.Model(pair, ct), _versions.Of(pair, ct));
        var running = refresh ? null : await _running.Of(pair, ct);
        var (image, serving) = (await Base(running, ct), await Serving(pair, running, ct));
        var composed = ImageComposer.Compose(image, [serving, await model, _layers.Parameters(pair)], PairImage.Spec(pair, await version));
        return new ComposedImage(composed, $"{serving.DiffId}", image.Descriptor is { } descriptor ? $"{descriptor.Digest}" : null, await version);
    });

    /// <summary>What an image is called beside its digest.</summary>
    public static string Tag(Pair pair) => $"{pair.TypeVersion}-{pair.ParametersVersion}";

    public void Dispose()
    {
        _images.Dispose();
        _statements.Dispose();
    }

    // An upgrade of the tool, or a new base, changes nothing that runs until somebody wants it.
    private Task<BaseImage> Base(Deployment? running, Ct ct)
    {
        var which = running?.Base ?? _settings.Base.Digest?.ToString() ?? _settings.Base.Tag ?? "latest";
        return _bases.GetOrAdd(which, name => new(() => BaseImage.Open(new KnownManifests(_images.Repository(_settings.Base), _manifests), name, [], ct))).Value;
    }

    private async Task<Layer> Serving(Pair pair, Deployment? running, Ct ct)
    {
        var own = await _serving.Value;
        return running?.Serving is null || running.Serving == $"{own.DiffId}" ? own : await OldServing(pair, running, ct);
    }

    private async Task<Layer> OldServing(Pair pair, Deployment running, Ct ct)
    {
        var reference = ImageReference.Parse(running.Image!);
        var image = await Image.Find(_images.Repository(reference), $"{reference.Digest}", ct);
        return image is null ? throw ImageErrors.OldServingLayerGone(pair, running.Serving!, running.Image!)
            : new(PairImage.ServingLayer(image), OciDigest.Parse(running.Serving!), "serving");
    }
}
