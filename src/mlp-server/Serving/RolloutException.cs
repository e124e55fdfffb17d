namespace Mlp.Server.Serving;

/// <summary>A model could not be brought to serve; the message is what its owner may know.</summary>
internal sealed class RolloutException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Whether it says nothing of the model: what runs models is away, and worth asking again soon.</summary>
    public bool IsOutage { get; init; }
}
