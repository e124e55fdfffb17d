namespace Mlp.Oci;

/// <summary>An upload that a registry has opened, if it has.</summary>
/// <param name="Location">Where the next part goes.</param>
internal sealed record UploadSession(Uri? Location)
{
    public static UploadSession Done { get; } = new((Uri?)null) { IsDone = true };

    public static UploadSession None { get; } = new((Uri?)null);

    /// <summary>Whether the registry has the whole blob.</summary>
    public bool IsDone { get; private init; }

    /// <summary>How many bytes the registry has.</summary>
    public long Offset { get; init; }
}
