namespace Mlp.Root;

/// <summary>TClonesArray: objects of one class.</summary>
internal sealed class ClonesArrayDecoder(DecoderFactory factory) : Decoder
{
    private const uint BypassStreamer = 1 << 12;

    public override Column NewColumn(ColumnBudget budget) => new ListColumn(() => new PointerColumn(budget.Heap));

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        state.Enter(ref cursor);
        var header = cursor.Header();
        var bits = header.Version > 2 ? ObjectBaseDecoder.Skip(ref cursor) : 0;
        if (header.Version > 1)
        {
            cursor.TextBytes();
        }

        var described = cursor.Text();
        var separator = described.LastIndexOf(';');
        var className = separator < 0 ? described : described[..separator];
        var version = separator >= 0 && int.TryParse(described.AsSpan(separator + 1), out var parsed) ? parsed : 0;
        var count = Math.Abs(cursor.Int32());
        cursor.Int32();
        var list = (ListColumn)into;
        var pointers = (PointerColumn)list.Items;
        var decoder = factory.ForClass(className);
        if (count > 0 && (bits & BypassStreamer) != 0 && decoder is ClassDecoder)
        {
            new PointerDecoder(className, factory).ReadMemberWise(ref cursor, pointers, cursor.Fits(count, 1), new(version, 0), state);
        }
        else
        {
            ReadEach(ref cursor, pointers, decoder, className, cursor.Fits(count, 1), state);
        }

        list.EndValue();
        cursor.Finish(header, "TClonesArray");
        state.Leave();
    }

    private static void ReadEach(ref RootCursor cursor, PointerColumn pointers, Decoder decoder, string className, int count, DecodeState state)
    {
        var kind = pointers.Heap.KindOf(className, ++state.PointerDepth, decoder.NewColumn);
        var column = pointers.Heap[kind].Column;
        for (var i = 0; i < count; i++)
        {
            var isThere = cursor.UInt8() != 0;
            pointers.Add(isThere ? new(kind, column.Count) : ObjectReference.None);
            if (isThere)
            {
                decoder.Read(ref cursor, column, state);
            }
        }

        state.PointerDepth--;
    }
}
