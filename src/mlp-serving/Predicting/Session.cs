namespace Mlp.Serving.Predicting;

/// <summary>What a model remembers for one caller. Its predictions run one after the other, in the order in which they came.</summary>
internal sealed class Session<TInput, TOutput>(string id)
{
    public string Id { get; } = id;

    /// <summary>Null before its first prediction.</summary>
    public byte[]? State { get; set; }

    public bool IsBusy { get; set; }

    public long LastUsed { get; set; }

    public Queue<Prediction<TInput, TOutput>> Waiting { get; } = [];
}
