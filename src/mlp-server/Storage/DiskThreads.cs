namespace Mlp.Server.Storage;

/// <summary>
/// Threads that wait for the disk, so that those of the pool never do: syncing a large file takes seconds. Several, because
/// the file system commits at once what waits at once; their own, because a new thread per save halves what one processor can save.
/// </summary>
internal sealed class DiskThreads : IDisposable
{
    private const int Count = 16;

    // A monitor, because the framework's blocking collections spin before they wait, all sixteen at once.
    private readonly Queue<Task> _work = [];
    private bool _isComplete;

    public DiskThreads()
    {
        for (var i = 0; i < Count; i++)
        {
            new Thread(Work) { IsBackground = true, Name = "disk" }.Start();
        }
    }

    /// <summary>Runs the work when a thread is free; cancelling is possible until then.</summary>
    public Task<T> Run<T>(Func<T> work, Ct ct)
    {
        var task = new Task<T>(
            () =>
            {
                ct.ThrowIfCancellationRequested();
                return work();
            },
            TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_work)
        {
            _work.Enqueue(task);
            Monitor.Pulse(_work);
        }

        return task;
    }

    /// <summary>The threads finish what was given to them.</summary>
    public void Dispose()
    {
        lock (_work)
        {
            _isComplete = true;
            Monitor.PulseAll(_work);
        }
    }

    private void Work()
    {
        while (Next() is { } task)
        {
            task.RunSynchronously(TaskScheduler.Default);
        }
    }

    private Task? Next()
    {
        lock (_work)
        {
            while (_work.Count == 0 && !_isComplete)
            {
                Monitor.Wait(_work);
            }

            return _work.TryDequeue(out var task) ? task : null;
        }
    }
}
