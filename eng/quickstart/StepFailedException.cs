/// <summary>A step did not come to its end.</summary>
/// <param name="fact">What went wrong.</param>
/// <param name="log">What the step's programs said.</param>
internal sealed class StepFailedException(string fact, string log) : Exception(fact)
{
    public string Log { get; } = log;
}
