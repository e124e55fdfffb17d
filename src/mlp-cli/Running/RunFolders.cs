namespace Mlp.Cli.Running;

/// <summary>What the serving program is to serve, as docs/serving.md describes an order of it.</summary>
/// <param name="Model">The folder of the model.</param>
/// <param name="Parameters">The folder of the parameters.</param>
internal sealed record RunFolders(string Model, string Parameters, string? ModelVersion, string? ParametersName, string? ParametersVersion);
