namespace Mlp.Root;

/// <summary>How a writer compresses.</summary>
public enum RootCompression
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>zlib at level 1: read everywhere.</summary>
    Zlib,

    /// <summary>LZ4: larger, and read several times as fast. Needs liblz4.</summary>
    Lz4,

    /// <summary>Zstandard: small and fast. Needs libzstd.</summary>
    Zstandard,
}
