using System.Runtime.InteropServices;

namespace Mlp.Serving;

/// <summary>The first signal asks the process to end, the next one to end at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly IReadOnlyList<PosixSignalRegistration> _registrations;

    public StopSignals(CancellationTokenSource stop, CancellationTokenSource hurry) =>
        _registrations = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            (stop.IsCancellationRequested ? hurry : stop).Cancel();
        }))];

    public void Dispose() => _registrations.ToList().ForEach(registration => registration.Dispose());
}
