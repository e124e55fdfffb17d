namespace Mlp.Oci;

/// <summary>Ends what makes no progress for a while, however long it takes as a whole.</summary>
internal sealed class Patience : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _source;
    private readonly Ct _callers;

    public Patience(TimeSpan limit, Ct ct)
    {
        (_limit, _callers) = (limit, ct);
        _source = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Renew();
    }

    public Ct Token => _source.Token;

    /// <summary>Whether it ended because nothing moved, and not because the caller gave up.</summary>
    public bool IsOver => _source.IsCancellationRequested && !_callers.IsCancellationRequested;

    public void Renew() => _source.CancelAfter(_limit);

    public void Dispose() => _source.Dispose();
}
