namespace Mlp.Root;

/// <summary>A pointer: nothing, an object met before, or an object with the name of its class.</summary>
internal sealed class PointerDecoder(string declaredClass, DecoderFactory factory) : Decoder, IMemberWise
{
    private const uint ByteCountMask = 0x4000_0000;
    private const uint NewClassTag = 0xFFFF_FFFF;
    private const uint ClassMask = 0x8000_0000;
    private const int MapOffset = 2;

    public override int LeastBytes => 4;

    public override Column NewColumn(ColumnBudget budget) => new PointerColumn(budget.Heap);

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        state.Enter(ref cursor);
        var pointers = (PointerColumn)into;
        pointers.Add(ReadTarget(ref cursor, pointers.Heap, state));
        state.Leave();
    }

    // Streamed by member, pointers become the objects themselves.
    public void ReadMemberWise(ref RootCursor cursor, Column into, int count, ClassVersion version, DecodeState state)
    {
        var pointers = (PointerColumn)into;
        var decoder = factory.ForClass(declaredClass);
        if (decoder is not IMemberWise members)
        {
            cursor.Refuse($"objects of {declaredClass} are streamed by member, but have none");
            return;
        }

        var kind = pointers.Heap.KindOf(declaredClass, ++state.PointerDepth, decoder.NewColumn);
        var column = pointers.Heap[kind].Column;
        var row = column.Count;
        members.ReadMemberWise(ref cursor, column, count, version, state);
        state.PointerDepth--;
        for (var i = 0; i < count; i++)
        {
            pointers.Add(new(kind, row + i));
        }
    }

    private ObjectReference ReadTarget(ref RootCursor cursor, ObjectHeap heap, DecodeState state)
    {
        var start = cursor.Position;
        var tag = cursor.UInt32();
        var end = -1;
        if ((tag & ByteCountMask) != 0 && tag != NewClassTag)
        {
            end = cursor.Position + cursor.Fits((int)(tag & ~ByteCountMask), 1);
            tag = cursor.UInt32();
        }

        if ((tag & ClassMask) == 0)
        {
            return Known(ref cursor, tag, end, state);
        }

        var tagPosition = end >= 0 ? start + 4 : start;
        var className = ClassOf(ref cursor, tag, tagPosition, state);
        return ReadObject(ref cursor, heap, state, className, start, end);
    }

    private static ObjectReference Known(ref RootCursor cursor, uint tag, int end, DecodeState state)
    {
        var found = tag is 0 or 1 ? ObjectReference.None : state.ObjectAt(tag) ?? ObjectReference.None;
        if (end >= 0)
        {
            cursor.MoveTo(end);
        }

        return found;
    }

    private static string ClassOf(ref RootCursor cursor, uint tag, int tagPosition, DecodeState state)
    {
        if (tag == NewClassTag)
        {
            var name = cursor.ZeroEnded();
            state.Remember(state.KeyLength + tagPosition + MapOffset, name);
            return name;
        }

        return state.ClassAt(tag & ~ClassMask) ?? throw cursor.Origin.Refusal(cursor.Position, $"an object's class is that of position {tag & ~ClassMask}, where none is named");
    }

    private ObjectReference ReadObject(ref RootCursor cursor, ObjectHeap heap, DecodeState state, string className, int start, int end)
    {
        var decoder = factory.ForClass(className);
        if (decoder is UnknownDecoder or ClassDecoder && factory.Infos.Latest(className) is null)
        {
            return Skipped(ref cursor, heap, state, className, end);
        }

        state.PointerDepth++;
        var kind = heap.KindOf(className, state.PointerDepth, decoder.NewColumn);
        var column = heap[kind].Column;
        var target = new ObjectReference(kind, column.Count);
        state.Remember(state.KeyLength + start + MapOffset, target);
        decoder.Read(ref cursor, column, state);
        state.PointerDepth--;
        if (end >= 0 && cursor.Position != end)
        {
            cursor.Refuse($"an object of {className} ends {end - cursor.Position} bytes before its announced end");
        }

        return target;
    }

    private static ObjectReference Skipped(ref RootCursor cursor, ObjectHeap heap, DecodeState state, string className, int end)
    {
        if (end < 0)
        {
            cursor.Refuse($"the file does not describe the class {className}");
        }

        var kind = heap.KindOf(className, state.PointerDepth + 1, _ => new EmptyColumn());
        var column = (EmptyColumn)heap[kind].Column;
        column.Add(1);
        cursor.MoveTo(end);
        return new(kind, column.Count - 1);
    }
}
