namespace Mlp.Server.Events;

/// <summary>Every kind of event that there is: nothing else can be written to the log, and nothing else can be asked for.</summary>
internal sealed record EventKind
{
    public static readonly EventKind ReleaseOpened = new("release.opened");
    public static readonly EventKind ReleaseStep = new("release.step");
    public static readonly EventKind ReleaseRegistered = new("release.registered");
    public static readonly EventKind ReleaseAbandoned = new("release.abandoned");
    public static readonly EventKind TypeVersionCreated = new("type-version.created");
    public static readonly EventKind TypeVersionDeprecated = new("type-version.deprecated");
    public static readonly EventKind TypeVersionRestored = new("type-version.restored");
    public static readonly EventKind ParametersVersionCreated = new("parameters-version.created");
    public static readonly EventKind ParametersVersionDeprecated = new("parameters-version.deprecated");
    public static readonly EventKind ParametersVersionRestored = new("parameters-version.restored");
    public static readonly EventKind CompatibilityAdded = new("compatibility.added");
    public static readonly EventKind CompatibilityRemoved = new("compatibility.removed");
    public static readonly EventKind PairChanged = new("pair.changed");
    public static readonly EventKind PairRemoved = new("pair.removed");
    public static readonly EventKind DeploymentStarted = new("deployment.started");
    public static readonly EventKind DeploymentFailed = new("deployment.failed");
    public static readonly EventKind DeploymentEnded = new("deployment.ended");
    public static readonly EventKind GrantAdded = new("grant.added");
    public static readonly EventKind GrantRemoved = new("grant.removed");
    public static readonly EventKind TokenCreated = new("token.created");
    public static readonly EventKind TokenRevoked = new("token.revoked");
    public static readonly EventKind WebhookCreated = new("webhook.created");
    public static readonly EventKind WebhookDeleted = new("webhook.deleted");
    public static readonly EventKind WebhookTested = new("webhook.tested");

    private EventKind(string text) => Text = text;

    public static IReadOnlyList<EventKind> All { get; } =
    [
        ReleaseOpened, ReleaseStep, ReleaseRegistered, ReleaseAbandoned,
        TypeVersionCreated, TypeVersionDeprecated, TypeVersionRestored,
        ParametersVersionCreated, ParametersVersionDeprecated, ParametersVersionRestored,
        CompatibilityAdded, CompatibilityRemoved,
        PairChanged, PairRemoved,
        DeploymentStarted, DeploymentFailed, DeploymentEnded,
        GrantAdded, GrantRemoved,
        TokenCreated, TokenRevoked,
        WebhookCreated, WebhookDeleted, WebhookTested,
    ];

    public string Text { get; }

    public override string ToString() => Text;
}
