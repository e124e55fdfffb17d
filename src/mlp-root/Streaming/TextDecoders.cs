namespace Mlp.Root;

/// <summary>TString; std::string inside of containers.</summary>
internal class TextDecoder : Decoder
{
    public override Column NewColumn(ColumnBudget budget) => new TextColumn();

    public override void Read(ref RootCursor cursor, Column into, DecodeState state) => ((TextColumn)into).Add(cursor.TextBytes());
}

/// <summary>std::string as a member: behind a header.</summary>
internal sealed class StdStringDecoder : TextDecoder
{
    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        var header = cursor.Header();
        base.Read(ref cursor, into, state);
        cursor.Finish(header, "std::string");
    }

    public override void ReadMembers(ref RootCursor cursor, Column into, int count, DecodeState state)
    {
        var header = cursor.Header();
        for (var i = 0; i < count; i++)
        {
            base.Read(ref cursor, into, state);
        }

        cursor.Finish(header, "std::string");
    }

    public override void ReadRest(ref RootCursor cursor, Column into, DecodeState state)
    {
        var header = cursor.Header();
        while (cursor.Remaining > 0)
        {
            base.Read(ref cursor, into, state);
        }

        cursor.Finish(header, "std::string");
    }
}

/// <summary>char* as a member: four bytes of length.</summary>
internal sealed class CharStarDecoder : Decoder
{
    public override int LeastBytes => 4;

    public override Column NewColumn(ColumnBudget budget) => new TextColumn();

    public override void Read(ref RootCursor cursor, Column into, DecodeState state) => ((TextColumn)into).Add(cursor.Take(cursor.Count()));
}

/// <summary>An array of bytes in which a text ends with 0.</summary>
internal sealed class ZeroEndedDecoder(int size) : Decoder
{
    public override int LeastBytes => size;

    public override Column NewColumn(ColumnBudget budget) => new TextColumn();

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        var bytes = cursor.Take(size);
        var end = bytes.IndexOf((byte)0);
        ((TextColumn)into).Add(end < 0 ? bytes : bytes[..end]);
    }
}
