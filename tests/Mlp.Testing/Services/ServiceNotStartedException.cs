namespace Mlp.Testing.Services;

/// <summary>A service did not come up; with its output.</summary>
public sealed class ServiceNotStartedException(string message) : Exception(message);
