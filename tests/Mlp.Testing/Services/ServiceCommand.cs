namespace Mlp.Testing.Services;

/// <summary>How a service is started, asked to stop, and ended by the kernel where its tests die.</summary>
internal sealed record ServiceCommand(string Name, string User, string Program, IReadOnlyList<string> Arguments)
{
    public StopSignal StopSignal { get; init; } = StopSignal.Terminate;

    public string SignalWhenWeDie { get; init; } = "KILL";
}
