namespace Mlp;

/// <summary>What a transfer is doing.</summary>
public enum TransferStage
{
    /// <summary>The model writes its parameters.</summary>
    Exporting,

    /// <summary>The files become one archive.</summary>
    Packing,

    /// <summary>Bytes go to the registry.</summary>
    Uploading,

    /// <summary>Bytes come from the registry.</summary>
    Downloading,

    /// <summary>The version is created.</summary>
    Registering,
}
