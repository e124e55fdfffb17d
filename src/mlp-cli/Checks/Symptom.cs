namespace Mlp.Cli.Checks;

/// <summary>What the doctor found.</summary>
/// <param name="What">What was looked at.</param>
/// <param name="Outcome"><c>ok</c>, <c>warning</c> or <c>bad</c>.</param>
/// <param name="Found">What is the case.</param>
/// <param name="Remedy">What to do about it, where something is to be done.</param>
/// <param name="Code">The error that a command would end with.</param>
internal sealed record Symptom(string What, string Outcome, string Found, string? Remedy = null, string? Code = null)
{
    public const string Ok = "ok";
    public const string Warning = "warning";
    public const string Bad = "bad";
}
