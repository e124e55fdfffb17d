namespace Mlp.Serving.Hosting;

/// <summary>Whether the model can be asked, and why not.</summary>
internal sealed class ServingState
{
    private volatile IServed? _served;
    private volatile Refusal? _failure;
    private volatile bool _isDraining;

    /// <summary>The model that answers; null before it is loaded, and where that failed.</summary>
    public IServed? Served => _served;

    public bool IsDraining => _isDraining;

    public Refusal? Failure => _failure;

    public string Name => this switch
    {
        { IsDraining: true } => "draining",
        { Failure: not null } => "failed",
        { Served: null } => "starting",
        _ => "ready",
    };

    /// <summary>Whether only a new process can help.</summary>
    public bool IsBeyondHelp => _failure?.Code == ErrorCode.ModelHangs;

    /// <summary>Serves another model; answers the one before.</summary>
    public IServed? Serve(IServed served)
    {
        var before = _served;
        (_served, _failure) = (served, null);
        return before;
    }

    public void Fail(Refusal failure) => _failure = failure;

    public void Recover() => _failure = null;

    public void Drain() => _isDraining = true;

    /// <exception cref="Refusal">There is none yet.</exception>
    public IServed Demand() => _served ?? throw (_failure ?? new(
        ErrorCode.NotReady, "the model is being loaded", remedy: "try again in a second; /health/ready says when it is ready"));
}
