namespace Mlp.Oci;

/// <summary>The codes of this library's errors; each is explained in the documentation of errors.</summary>
public static class OciErrors
{
    /// <summary>The text is no image reference.</summary>
    public const string InvalidReference = "MLP8001";

    /// <summary>The text is no digest, or one of an algorithm that is not supported.</summary>
    public const string InvalidDigest = "MLP8002";

    /// <summary>The text is no platform.</summary>
    public const string InvalidPlatform = "MLP8003";

    /// <summary>What the image is to be has a value that no image can have.</summary>
    public const string InvalidSpec = "MLP8004";

    /// <summary>No connection, no answer in time, or one that was cut.</summary>
    public const string Unreachable = "MLP8010";

    /// <summary>Something answers that does not speak as a registry.</summary>
    public const string NotARegistry = "MLP8011";

    /// <summary>The registry would be spoken to without encryption.</summary>
    public const string PlainHttp = "MLP8012";

    /// <summary>A redirect that is not followed.</summary>
    public const string Redirected = "MLP8013";

    /// <summary>The registry wants other credentials, or more rights.</summary>
    public const string AccessDenied = "MLP8014";

    /// <summary>The service that gives tokens for the registry failed.</summary>
    public const string TokenRefused = "MLP8015";

    /// <summary>The registry or the layout has no such image.</summary>
    public const string NotFound = "MLP8016";

    /// <summary>The registry refuses what is sent.</summary>
    public const string Refused = "MLP8017";

    /// <summary>The registry asks to wait for longer than we do, or again and again.</summary>
    public const string TooManyRequests = "MLP8018";

    /// <summary>Bytes do not have the digest or the size that they should have.</summary>
    public const string WrongContent = "MLP8019";

    /// <summary>An answer is larger than such an answer may be.</summary>
    public const string TooLarge = "MLP8020";

    /// <summary>A manifest, index or image configuration is not as it must be.</summary>
    public const string InvalidManifest = "MLP8021";

    /// <summary>The image is not there for the platform.</summary>
    public const string NoSuchPlatform = "MLP8022";

    /// <summary>Docker's configuration file is not as it must be.</summary>
    public const string InvalidDockerConfig = "MLP8030";

    /// <summary>A credential helper is missing or failed.</summary>
    public const string CredentialHelperFailed = "MLP8031";

    /// <summary>The folder is no OCI layout, or a damaged one.</summary>
    public const string InvalidLayout = "MLP8040";

    /// <summary>The folder or file cannot become a layer.</summary>
    public const string CannotPack = "MLP8041";

    /// <summary>A file cannot be read or written.</summary>
    public const string FileFailed = "MLP8042";

    /// <summary>The Docker Engine does not answer.</summary>
    public const string EngineUnreachable = "MLP8050";

    /// <summary>The Docker Engine refuses the image.</summary>
    public const string EngineRefused = "MLP8051";

    /// <summary>A <c>.deps.json</c> is not as it must be.</summary>
    public const string InvalidDependencies = "MLP8060";
}
