namespace Mlp.Cli.Commands;

/// <summary>What a name names.</summary>
internal enum ReferenceKind
{
    Type,
    Parameters,
}
