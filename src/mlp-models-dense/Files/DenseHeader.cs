namespace Mlp.Models.Dense.Files;

/// <summary>What the numbers of a parameters file mean.</summary>
internal sealed record DenseHeader
{
    public const string FormatName = "mlp-dense";
    public const int CurrentVersion = 1;

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required int Inputs { get; init; }

    /// <summary>Whether means and scales of the inputs stand before the weights.</summary>
    public required bool Standardised { get; init; }

    public required IReadOnlyList<DenseHeaderLayer> Layers { get; init; }
}

/// <summary>One layer, as the header names it.</summary>
internal sealed record DenseHeaderLayer(int Outputs, string Activation);
