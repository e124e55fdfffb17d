namespace Mlp.Training.Fitting;

/// <summary>What a row is for.</summary>
internal enum RowUse : byte
{
    Train,
    Validation,
    Test,
}
