using Mlp.Wire;

namespace Mlp;

/// <summary>Releases: how model types get their versions.</summary>
public sealed class ReleasesApi
{
    private readonly RegistryChannel _channel;

    internal ReleasesApi(RegistryChannel channel) => _channel = channel;

    /// <summary>Opens a release, or finds the one that was opened or registered before from the same commit.</summary>
    public Task<OpenedRelease> OpenAsync(OpenRelease release, Ct ct = default) => _channel.Post<OpenedRelease>("releases", release, ct);

    /// <summary>What opening would answer; nothing is written.</summary>
    public Task<OpenedRelease> CheckAsync(OpenRelease release, Ct ct = default) => _channel.Post<OpenedRelease>("releases/check", release, ct);

    /// <summary>What registering the release would come to: links, pairs, and what would no longer fit; nothing is written.</summary>
    public Task<ReleasePlan> PlanAsync(OpenRelease release, Ct ct = default) => _channel.Post<ReleasePlan>("releases/plan", release, ct);

    /// <summary>Lists releases, the newest first.</summary>
    /// <param name="project">Only those of this project.</param>
    /// <param name="tag">Only those of this tag.</param>
    /// <param name="state">Only those in this <see cref="ReleaseState"/>.</param>
    /// <param name="ct">Cancels.</param>
    public IAsyncEnumerable<Release> ListAsync(string? project = null, string? tag = null, string? state = null, Ct ct = default) =>
        _channel.List<Release>(Route.Query("releases", ("project", project), ("tag", tag), ("state", state)), ct: ct);

    /// <summary>One release.</summary>
    public Task<Release> GetAsync(long id, Ct ct = default) => _channel.Get<Release>($"releases/{Route.Id(id)}", ct);

    /// <summary>Writes down what a step came to.</summary>
    public Task<Release> AddStepAsync(long id, RecordStep step, Ct ct = default) => _channel.Post<Release>($"releases/{Route.Id(id)}/steps", step, ct);

    /// <summary>Registers all models of a release, or none.</summary>
    public Task<CompletedRelease> CompleteAsync(long id, CompleteRelease completion, Ct ct = default) =>
        _channel.Post<CompletedRelease>($"releases/{Route.Id(id)}/complete", completion, ct);

    /// <summary>Gives up an open release; what it claimed is free again.</summary>
    public Task<Release> AbandonAsync(long id, Ct ct = default) => _channel.Send<Release>(HttpMethod.Delete, $"releases/{Route.Id(id)}", null, ct);
}
