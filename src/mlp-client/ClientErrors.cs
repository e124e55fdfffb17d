namespace Mlp;

/// <summary>The codes of errors that arise in the client itself; each is explained in the documentation of errors.</summary>
public static class ClientErrors
{
    /// <summary>No connection, no answer in time, or one that was cut; or a proxy says that nothing is behind it.</summary>
    public const string Unreachable = "MLP6001";

    /// <summary>Something answers that does not speak as a registry.</summary>
    public const string NotARegistry = "MLP6002";

    /// <summary>The registry's address leads elsewhere.</summary>
    public const string Redirected = "MLP6003";

    /// <summary>Nothing is configured and the <c>mlp</c> tool, which would serve the embedded registry, is not there.</summary>
    public const string ToolNotFound = "MLP6004";

    /// <summary>The embedded registry did not start.</summary>
    public const string EmbeddedNotStarted = "MLP6005";

    /// <summary>The configuration file is not as it must be.</summary>
    public const string InvalidConfiguration = "MLP6011";

    /// <summary>The configuration file holds tokens and others may read it.</summary>
    public const string ConfigurationReadable = "MLP6012";

    /// <summary>There is no such profile.</summary>
    public const string UnknownProfile = "MLP6013";

    /// <summary>The registry's address is none.</summary>
    public const string InvalidAddress = "MLP6014";

    /// <summary>A token would travel without encryption.</summary>
    public const string PlainHttp = "MLP6015";

    /// <summary>The token cannot be read, or is none.</summary>
    public const string InvalidToken = "MLP6016";

    /// <summary>A name, version, digest, project or path given to the client is none.</summary>
    public const string InvalidArgument = "MLP6017";

    /// <summary>The bytes are no parameters archive.</summary>
    public const string InvalidArchive = "MLP6101";

    /// <summary>The folder or file cannot be packed.</summary>
    public const string CannotPack = "MLP6102";

    /// <summary>The folder or file to write exists already.</summary>
    public const string TargetExists = "MLP6103";

    /// <summary>Downloaded bytes do not have the digest they should have.</summary>
    public const string ContentDamaged = "MLP6104";

    /// <summary>The cache folder cannot be used.</summary>
    public const string CacheUnusable = "MLP6105";

    /// <summary>A file or folder of this machine cannot be read or written.</summary>
    public const string FilesUnusable = "MLP6106";

    /// <summary>The class is not declared as a model type.</summary>
    public const string NotAModel = "MLP6201";

    /// <summary>The assembly does not say which version of the model type it holds.</summary>
    public const string NoModelVersion = "MLP6202";

    /// <summary>The registry does not know this version of the model type.</summary>
    public const string VersionNotRegistered = "MLP6203";

    /// <summary>The version of parameters that was asked for does not fit the version of the model type.</summary>
    public const string NotCompatible = "MLP6204";

    /// <summary>The model failed to export its parameters.</summary>
    public const string ExportFailed = "MLP6205";

    /// <summary>The model failed to take over its parameters.</summary>
    public const string ImportFailed = "MLP6206";

    /// <summary>Nothing serves the pair, or not in the version that was asked for.</summary>
    public const string NothingServes = "MLP6301";

    /// <summary>The service answers something else than the output type.</summary>
    public const string OtherOutput = "MLP6302";
}
