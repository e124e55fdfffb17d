namespace Mlp.Root;

/// <summary>Reads values of one type into columns. Holds no state of a read: several threads may use it.</summary>
internal abstract class Decoder
{
    /// <summary>The least number of bytes that a value takes.</summary>
    public virtual int LeastBytes => 1;

    /// <summary>The bytes of every value, where they are the same for all; else 0.</summary>
    public virtual int FixedBytes => 0;

    /// <summary>A column for values of this type.</summary>
    public abstract Column NewColumn(ColumnBudget budget);

    /// <summary>Reads one value.</summary>
    public abstract void Read(ref RootCursor cursor, Column into, DecodeState state);

    /// <summary>Reads values that follow each other.</summary>
    public virtual void ReadMany(ref RootCursor cursor, Column into, int count, DecodeState state)
    {
        for (var i = 0; i < count; i++)
        {
            Read(ref cursor, into, state);
        }
    }

    /// <summary>Reads the same member of several objects, streamed member by member: a header, where there is one, stands once before all.</summary>
    public virtual void ReadMembers(ref RootCursor cursor, Column into, int count, DecodeState state) => ReadMany(ref cursor, into, count, state);

    /// <summary>Reads the same member of several objects, as many as there are bytes.</summary>
    public virtual void ReadRest(ref RootCursor cursor, Column into, DecodeState state)
    {
        if (FixedBytes > 0)
        {
            ReadMany(ref cursor, into, cursor.Remaining / FixedBytes, state);
            return;
        }

        while (cursor.Remaining > 0)
        {
            var before = cursor.Position;
            Read(ref cursor, into, state);
            if (cursor.Position == before)
            {
                cursor.Refuse("an item takes no bytes");
            }
        }
    }
}
