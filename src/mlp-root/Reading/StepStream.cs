using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Mlp.Root;

/// <summary>Steps one after the other; the next are made while one is in use.</summary>
internal static class StepStream
{
    public static async IAsyncEnumerable<TreeStep> Read(IReadOnlyList<RootBranch> branches, long first, long end, ReadOptions options, [EnumeratorCancellation] Ct ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var ready = Channel.CreateBounded<TreeStep>(new BoundedChannelOptions(options.ReadAhead) { SingleReader = true, SingleWriter = true });
        var making = Task.Run(() => Make(branches, first, end, options, ready.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var step in ready.Reader.ReadAllAsync(ct))
            {
                yield return step;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await making;
            while (ready.Reader.TryRead(out var unused))
            {
                unused.Dispose();
            }
        }
    }

    private static async Task Make(IReadOnlyList<RootBranch> branches, long first, long end, ReadOptions options, ChannelWriter<TreeStep> ready, Ct ct)
    {
        Exception? failure = null;
        try
        {
            using var reader = new StepReader(branches, options);
            var plan = new StepPlan(branches, end, options);
            while (first < end)
            {
                var stop = plan.EndOf(first);
#pragma warning disable CA2000 // whoever reads the steps owns them
                await Hand(ready, await reader.Read(first, stop, ct), ct);
#pragma warning restore CA2000
                first = stop;
            }
        }
#pragma warning disable CA1031 // whatever it is, whoever reads the steps gets it
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = e;
        }

        ready.Complete(failure);
    }

    private static async Task Hand(ChannelWriter<TreeStep> ready, TreeStep step, Ct ct)
    {
        try
        {
            await ready.WriteAsync(step, ct);
        }
        catch
        {
            step.Dispose();
            throw;
        }
    }
}
