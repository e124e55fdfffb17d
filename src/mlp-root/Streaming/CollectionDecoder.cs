namespace Mlp.Root;

/// <summary>std::vector, list, deque, set, map and their like: a count and items; behind a header where it is a member or a branch.</summary>
internal sealed class CollectionDecoder(string kind, Decoder item, bool hasHeader) : Decoder
{
    private const int MemberWise = 0x4000;
    private const int MostWithoutBytes = 1_000_000;

    /// <summary>"vector", "set" and so on.</summary>
    public string Kind => kind;

    public Decoder Item => item;

    public bool HasHeader => hasHeader;

    public override int LeastBytes => 4;

    public override Column NewColumn(ColumnBudget budget) => new ListColumn(() => item.NewColumn(budget.Renewed()));

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        if (!hasHeader)
        {
            ReadItems(ref cursor, (ListColumn)into, state);
            return;
        }

        ReadMembers(ref cursor, into, 1, state);
    }

    public override void ReadMembers(ref RootCursor cursor, Column into, int count, DecodeState state)
    {
        var (header, version) = ReadHeader(ref cursor);
        for (var i = 0; i < count; i++)
        {
            ReadOne(ref cursor, (ListColumn)into, header, version, state);
        }

        cursor.Finish(header, "a collection");
    }

    public override void ReadRest(ref RootCursor cursor, Column into, DecodeState state)
    {
        var (header, version) = ReadHeader(ref cursor);
        while (cursor.Remaining > 0)
        {
            ReadOne(ref cursor, (ListColumn)into, header, version, state);
        }

        cursor.Finish(header, "a collection");
    }

    private static (ObjectHeader Header, ClassVersion Version) ReadHeader(ref RootCursor cursor)
    {
        var header = cursor.Header();
        return (header, (header.Version & MemberWise) != 0 ? ClassVersion.Read(ref cursor) : default);
    }

    private void ReadOne(ref RootCursor cursor, ListColumn into, ObjectHeader header, ClassVersion version, DecodeState state)
    {
        if ((header.Version & MemberWise) != 0)
        {
            ReadMemberWise(ref cursor, into, version, state);
        }
        else
        {
            ReadItems(ref cursor, into, state);
        }
    }

    private void ReadItems(ref RootCursor cursor, ListColumn into, DecodeState state)
    {
        state.Enter(ref cursor);
        item.ReadMany(ref cursor, into.Items, cursor.Count(item.LeastBytes), state);
        into.EndValue();
        state.Leave();
    }

    private void ReadMemberWise(ref RootCursor cursor, ListColumn into, ClassVersion version, DecodeState state)
    {
        state.Enter(ref cursor);
        if (item is not IMemberWise members)
        {
            cursor.Refuse("items are streamed by member, but have none");
            return;
        }

        // Objects without members take no bytes.
        var count = cursor.Count(0);
        if (count > MostWithoutBytes)
        {
            cursor.Fits(count, 1);
        }

        if (count > 0)
        {
            members.ReadMemberWise(ref cursor, into.Items, count, version, state);
        }

        into.EndValue();
        state.Leave();
    }
}

/// <summary>Items that can be streamed member by member: first all values of the first member.</summary>
internal interface IMemberWise
{
    void ReadMemberWise(ref RootCursor cursor, Column into, int count, ClassVersion version, DecodeState state);
}

/// <summary>The version of a class, or the sum over its members where the class has no version.</summary>
internal readonly record struct ClassVersion(int Version, uint Checksum)
{
    public static ClassVersion Read(ref RootCursor cursor) => From(cursor.Int16(), ref cursor);

    public static ClassVersion From(short version, ref RootCursor cursor) => version > 0 ? new(version, 0) : new(0, cursor.UInt32());

    public StreamerInfo? Find(string className, StreamerInfos infos) =>
        Version > 0 ? infos.Find(className, Version) : infos.FindByChecksum(className, Checksum);
}
