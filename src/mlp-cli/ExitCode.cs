namespace Mlp.Cli;

/// <summary>What scripts learn from a command.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
}
