namespace Mlp.Server.Serving;

/// <summary>One running model, as the gateway sees it: a way to send requests, and how many are on their way.</summary>
internal sealed class Backend(HttpMessageInvoker invoker, string? token) : IDisposable
{
    private readonly TaskCompletionSource _isEmpty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _retired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inFlight;
    private volatile bool _isRetired;

    /// <summary>What the model wants to hear from whoever may call it.</summary>
    public string? Token { get; } = token;

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Ends when it takes no more requests.</summary>
    public Task Retired => _retired.Task;

    /// <summary>False where it takes no more requests; true has to be followed by <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        Interlocked.Increment(ref _inFlight);
        if (!_isRetired)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _inFlight) == 0 && _isRetired)
        {
            _isEmpty.TrySetResult();
        }
    }

    public Task<HttpResponseMessage> Send(HttpRequestMessage request, Ct ct) => invoker.SendAsync(request, ct);

    /// <summary>Takes no more requests, and ends when the last one was answered.</summary>
    public Task Retire()
    {
        _isRetired = true;
        _retired.TrySetResult();
        if (InFlight == 0)
        {
            _isEmpty.TrySetResult();
        }

        return _isEmpty.Task;
    }

    public void Dispose() => invoker.Dispose();
}
