namespace Mlp.Testing.Services;

internal enum StopSignal
{
    Interrupt = 2,
    Terminate = 15,
}
