namespace Mlp.Cli.Building;

/// <summary>A csproj as evaluated, and what the answer rests on.</summary>
/// <param name="Project">The answer.</param>
/// <param name="Imports">Every file that was imported, the SDK's aside.</param>
/// <param name="CanBeKept">Whether it depends on these files alone, and on those that may appear beside them.</param>
internal sealed record Evaluation(CodeProject Project, IReadOnlyList<string> Imports, bool CanBeKept);
