namespace Mlp.Server.Hosting;

/// <summary>Tells those who follow the record that it may have grown.</summary>
internal sealed class ChangeSignal : IDisposable
{
    private readonly SemaphoreSlim _raised = new(0, 1);

    public void Raise()
    {
        if (_raised.CurrentCount == 0)
        {
            try
            {
                _raised.Release();
            }
            catch (SemaphoreFullException)
            {
                // Another change said so in the same moment.
            }
        }
    }

    /// <summary>Until the next change, or for this long at most: other processes write too, and nobody tells of those.</summary>
    public Task Wait(TimeSpan atMost, Ct ct) => _raised.WaitAsync(atMost, ct);

    public void Dispose() => _raised.Dispose();
}
