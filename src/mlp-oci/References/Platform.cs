using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Mlp.Oci;

/// <summary>What an image runs on, in Go's words as registries use them: <c>linux/amd64</c>, <c>linux/arm/v7</c>.</summary>
/// <param name="Os">The operating system.</param>
/// <param name="Architecture">The architecture.</param>
/// <param name="Variant">The architecture's variant, where there are several.</param>
public sealed partial record Platform(string Os, string Architecture, string? Variant = null)
{
    /// <summary>Linux on this machine's architecture: what containers here run on.</summary>
    public static Platform OfThisMachine { get; } = new("linux", RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        System.Runtime.InteropServices.Architecture.Arm => "arm",
        System.Runtime.InteropServices.Architecture.X86 => "386",
        System.Runtime.InteropServices.Architecture.Ppc64le => "ppc64le",
        System.Runtime.InteropServices.Architecture.S390x => "s390x",
        System.Runtime.InteropServices.Architecture.RiscV64 => "riscv64",
        var other => throw new OciException(OciErrors.InvalidPlatform, $"containers do not run on {other}", other.ToString()),
    });

    /// <summary>Attestations hide in indexes as images for this platform; nothing runs on it.</summary>
    internal bool IsUnknown => Os == "unknown" || Architecture == "unknown";

    /// <summary>Reads <c>os/architecture[/variant]</c>.</summary>
    public static Platform Parse(string text) => Grammar().IsMatch(text) && text.Split('/') is var parts
        ? new(parts[0], parts[1], parts.Length > 2 ? parts[2] : null)
        : throw new OciException(OciErrors.InvalidPlatform, $"'{text}' is no platform", text, "write it as linux/amd64 or linux/arm/v7");

    /// <inheritdoc/>
    public override string ToString() => Variant is null ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";

    // arm64 needs no variant to be v8, and says so in some indexes and not in others.
    internal bool Fits(Platform wanted) =>
        Os == wanted.Os && Architecture == wanted.Architecture && (wanted.Variant is null || (Variant ?? Implied) == wanted.Variant);

    private string? Implied => Architecture switch { "arm64" => "v8", "arm" => "v7", _ => null };

    [GeneratedRegex(@"\A[a-z0-9]+/[a-z0-9_]+(?:/[a-z0-9_.]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
