using Mlp.Training.Columns;

namespace Mlp.Training.Sources;

/// <summary>A file of events.</summary>
internal interface IEventSource : IDisposable
{
    /// <summary>The file, as it was named.</summary>
    string Name { get; }

    /// <summary>The branches that hold numbers, in the file's order.</summary>
    IReadOnlyList<EventBranch> Branches { get; }

    /// <summary>The other branches, and why nothing can be computed with them.</summary>
    IReadOnlyDictionary<string, string> Others { get; }

    /// <summary>The values of branches from the first event on, in steps of at most so many bytes.</summary>
    IAsyncEnumerable<EventBatch> Read(IReadOnlyList<string> branches, long stepBytes, Ct ct);
}
