using Mlp.Wire;

namespace Mlp.Cli.Packages;

/// <summary>Where NuGet packages go to: a folder, or a server that speaks NuGet's protocol.</summary>
internal interface IPackageFeed : IDisposable
{
    /// <summary>What the feed is called in messages; never holds a secret.</summary>
    string Name { get; }

    /// <summary>Whether packages could go there, as far as that can be known without sending one; what speaks against it is thrown.</summary>
    Task<FeedCheck> Check(Ct ct);

    /// <summary>Whether the feed has a package of this id and version; null where it does not show what it has.</summary>
    Task<bool?> Has(PackageIdentity package, Ct ct);

    /// <summary>What pushing a package would find there; null where the feed has none of this id and version, or does not show it. Nothing is sent.</summary>
    Task<PushedPackage?> Compare(string packageFile, Ct ct);

    /// <summary>Brings a package to the feed; one that is there is never replaced.</summary>
    Task<PushedPackage> Push(string packageFile, IProgress<TransferProgress>? progress, Ct ct);
}

/// <summary>What is known of a feed that answers.</summary>
/// <param name="Feed">Its name.</param>
/// <param name="Note">What could not be known.</param>
internal sealed record FeedCheck(string Feed, string? Note = null);

/// <summary>What became of a package.</summary>
internal enum PushOutcome
{
    /// <summary>The feed took it.</summary>
    Pushed,

    /// <summary>The feed had it already.</summary>
    AlreadyPresent,

    /// <summary>The feed has another package under the same id and version; nothing was sent.</summary>
    ContentDiffers,
}

/// <summary>A package, and what became of it.</summary>
/// <param name="Package">Its id and version.</param>
/// <param name="Digest">The sha256 of the file.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Note">What people may want to know about that.</param>
internal sealed record PushedPackage(PackageIdentity Package, Digest Digest, PushOutcome Outcome, string? Note = null);
