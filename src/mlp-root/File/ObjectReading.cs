namespace Mlp.Root;

/// <summary>Reads whole objects, as the tree's description is one.</summary>
internal static class ObjectReading
{
    /// <summary>The object behind a key, as a column of one value, to be disposed with its heap.</summary>
    public static (Column Column, ObjectHeap Heap) Read(IByteSource source, KeyHeader key, DecoderFactory factory)
    {
        using var bytes = ObjectBytes.Read(source, key, key.SeekKey);
        var heap = new ObjectHeap(source.Name);
        var decoder = factory.ForClass(key.ClassName);
        var column = decoder.NewColumn(heap.NewBudget());
        var cursor = new RootCursor(bytes.Span, bytes.Origin);
        decoder.Read(ref cursor, column, new DecodeState(factory.Infos, key.KeyLen));
        return (column, heap);
    }
}
