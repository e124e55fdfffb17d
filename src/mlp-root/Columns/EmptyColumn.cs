namespace Mlp.Root;

/// <summary>Stands for what says nothing, such as the bits of TObject.</summary>
internal sealed class EmptyColumn : Column
{
    public void Add(int values) => Count += values;

    internal override void Clear() => Count = 0;

    protected override void Dispose(bool disposing)
    {
    }
}
