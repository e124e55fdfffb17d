namespace Mlp.Training.Fitting;

/// <summary>The rows of one chunk, each with its use.</summary>
internal sealed class ChunkRows(StreamingFitOptions options)
{
    private readonly Split _split = new(options);

    public RowSet Train { get; } = new();

    public RowSet Validation { get; } = new();

    public RowSet Test { get; } = new();

    /// <summary>Copies the rows out of the chunk, which is not needed after that.</summary>
    public void Take(Chunk chunk)
    {
        var uses = _split.Of(chunk);
        Train.Take(chunk, uses, RowUse.Train);
        Validation.Take(chunk, uses, RowUse.Validation);
        Test.Take(chunk, uses, RowUse.Test);
    }
}
