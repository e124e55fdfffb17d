namespace Mlp.Server.Storage;

/// <summary>Keeps bytes by their digest. Nothing is ever deleted or replaced.</summary>
internal interface IBlobStore // FolderBlobStore, S3BlobStore
{
    /// <summary>What it is.</summary>
    string Kind { get; }

    /// <summary>What it is and where, without secrets.</summary>
    string Description { get; }

    /// <summary>How many bytes, or null where the digest is not there.</summary>
    Task<long?> Length(Digest digest, Ct ct);

    /// <summary>Some of the bytes, from <paramref name="offset"/> on; null where the digest is not there.</summary>
    Task<Stream?> Open(Digest digest, long offset, long? count, Ct ct);

    /// <summary>Takes over a staged file; it is durable when this returns.</summary>
    Task<SaveOutcome> Save(Digest digest, StagedFile file, Ct ct);

    /// <summary>Throws with the reason where the store cannot be read and written.</summary>
    Task CheckReady(Ct ct);
}

internal enum SaveOutcome
{
    Saved,
    AlreadyPresent,
}
