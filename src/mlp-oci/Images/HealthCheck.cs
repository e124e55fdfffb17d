namespace Mlp.Oci;

/// <summary>How an engine that knows Docker's extension of the configuration checks that a container is well.</summary>
/// <param name="Command">A program in the image and its arguments; exit code 0 means well.</param>
/// <param name="Interval">How often.</param>
/// <param name="Timeout">How long one check may take.</param>
/// <param name="StartPeriod">How long after the start failures do not count.</param>
/// <param name="Retries">How many failures in a row mean unwell.</param>
public sealed record HealthCheck(IReadOnlyList<string> Command, TimeSpan Interval, TimeSpan Timeout, TimeSpan StartPeriod, int Retries = 3);
