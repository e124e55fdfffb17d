using System.Collections.Concurrent;
using Mlp.Cli.Deploying;
using Mlp.Oci;
using Mlp.Wire;

namespace Mlp.Cli.Images;

/// <summary>Composes the images of pairs, and brings them to their repositories. What several pairs share is looked for once.</summary>
internal sealed class ImageBuilder : IImageSupply, IDisposable
{
    private readonly Client _client;
    private readonly ImageSettings _settings;
    private readonly RegistryClient _images;
    private readonly RegistryLayers _layers;
    private readonly ImageStatements _statements;
    private readonly Lazy<Task<Layer>> _serving;
    private readonly ConcurrentDictionary<string, Lazy<Task<BaseImage>>> _bases = new(StringComparer.Ordinal);

    public ImageBuilder(Client client, ImageSettings settings, string cache)
    {
        (_client, _settings, _layers) = (client, settings, new(client));
        _statements = new(client, cache);
        _images = new(new RegistryOptions { Credentials = settings.Credentials, PlainHttp = settings.PlainHttp });
        _serving = new(() => ServingLayerFile.Find(cache, Ct.None));
    }

    public Task<SuppliedImage> Push(Pair pair, bool refresh, Ct ct) => ImageErrors.Told(async () =>
    {
        var target = _settings.Of(pair.Type, pair.Parameters);
        var composed = await Compose(pair, refresh, ct);
        var repository = _images.Repository(target);
        if (await repository.FindDigest($"{composed.Image.Digest}", ct) is null)
        {
            await State(repository, composed, pair, ct);
        }

        var pushed = await repository.Push(composed.Image, [$"{pair.TypeVersion}-{pair.ParametersVersion}"], ct);
        return composed.Supplied($"{target.Name}@{pushed.Digest}", pushed.IsUnchanged);
    });

    /// <summary>What the image would be; nothing is sent.</summary>
    public Task<ComposedImage> Compose(Pair pair, bool refresh, Ct ct) => ImageErrors.Told(async () =>
    {
        var running = refresh ? null : await Running(pair, ct);
        var (image, serving) = (await Base(running, ct), await Serving(pair, running, ct));
        var version = await _client.Types.GetVersionAsync(pair.Type, pair.TypeVersion, ct);
        var layers = new[] { serving, await _layers.Model(pair, ct), await _layers.Parameters(pair, ct) };
        return new ComposedImage(ImageComposer.Compose(image, layers, PairImage.Spec(pair, version)), $"{serving.DiffId}", image.Descriptor is { } descriptor ? $"{descriptor.Digest}" : null, version);
    });

    public void Dispose()
    {
        _images.Dispose();
        _statements.Dispose();
    }

    // Before the image itself: where that is, its statements are, whatever interrupts this.
    private async Task State(RegistryRepository repository, ComposedImage composed, Pair pair, Ct ct)
    {
        foreach (var statement in await _statements.Of(composed, repository.Name, pair, composed.Version, ct))
        {
            await repository.Attach(composed.Image.Descriptor, statement, ct);
        }
    }

    // An upgrade of the tool, or a new base, changes nothing that runs until somebody wants it.
    private async Task<Deployment?> Running(Pair pair, Ct ct) =>
        await _client.Deployments.ListAsync(pair.Type, pair.Parameters, state: DeploymentState.Serving, ct: ct).FirstOrDefaultAsync(each => each.Image is not null, ct);

    private Task<BaseImage> Base(Deployment? running, Ct ct)
    {
        var which = running?.Base ?? _settings.Base.Digest?.ToString() ?? _settings.Base.Tag ?? "latest";
        return _bases.GetOrAdd(which, name => new(() => BaseImage.Open(_images.Repository(_settings.Base), name, [], ct))).Value;
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
