using Mlp.Cli.Building;
using Mlp.Cli.Packages;
using Mlp.Wire;

namespace Mlp.Cli.Releases;

/// <summary>A release that was built, and of which nothing has left this machine.</summary>
/// <param name="Request">What it claims.</param>
/// <param name="Code">Tells whether the code is that of another release.</param>
/// <param name="Packages">The packages, each behind those that it needs.</param>
/// <param name="Bundle">What serves the models.</param>
internal sealed record PreparedRelease(OpenRelease Request, Digest? Code, IReadOnlyList<BuiltPackage> Packages, PackedBundle Bundle);
