namespace Mlp;

/// <summary>How far a transfer is.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Bytes">How many bytes are through.</param>
/// <param name="Total">Of how many.</param>
public sealed record TransferProgress(TransferStage Stage, long Bytes, long Total);
