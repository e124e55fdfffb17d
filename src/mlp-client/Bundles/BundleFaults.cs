namespace Mlp;

/// <summary>What can be wrong with a bundle that is read.</summary>
internal static class BundleFaults
{
    public static MlpException Damaged(string reason, Exception? cause = null) =>
        new("MLP7408", $"the bundle cannot be used: {reason}", null, "release the tag again; if it stays so, the registry's storage is damaged", cause);

    public static MlpException OtherFormat(string mediaType) =>
        new("MLP7409", "the bundle has a form that this version of mlp does not know", mediaType, "update mlp: dotnet tool update --global mlp-cli");
}
