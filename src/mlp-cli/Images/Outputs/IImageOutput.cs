using Mlp.Oci;

namespace Mlp.Cli.Images.Outputs;

/// <summary>Where images are written to beside registries.</summary>
internal interface IImageOutput // LayoutOutput, ArchiveOutput, EngineOutput
{
    /// <summary>Where that is, for people.</summary>
    string Place { get; }

    /// <summary>Writes an image under its name, and tells what that came to.</summary>
    Task<ImageOutcome> Write(Image image, ImageReference name, Ct ct);
}

/// <summary>What became of an image.</summary>
internal enum ImageOutcome
{
    /// <summary>It is there now.</summary>
    Written,

    /// <summary>It was there.</summary>
    Unchanged,

    /// <summary>It is there in place of another one.</summary>
    Replaced,
}
