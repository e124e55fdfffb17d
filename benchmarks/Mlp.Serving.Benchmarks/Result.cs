namespace Mlp.Serving.Benchmarks;

/// <summary>One server in one round.</summary>
/// <param name="Alone">The median time at one connection, in microseconds.</param>
/// <param name="PerSecond">Requests per second at 200 connections.</param>
/// <param name="Median">In milliseconds.</param>
/// <param name="P99">In milliseconds.</param>
/// <param name="Errors">Answers that were none, and connections that broke.</param>
internal sealed record Result(string Name, double Alone, double PerSecond, double Median, double P99, int Errors);
