namespace Mlp.Server.Hosting;

/// <summary>Whoever starts the host tells it when to stop: signals are the command's affair, not the library's.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(Ct cancellationToken) => Task.CompletedTask;

    public Task StopAsync(Ct cancellationToken) => Task.CompletedTask;
}
