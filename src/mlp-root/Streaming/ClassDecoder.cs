using System.Collections.Concurrent;

namespace Mlp.Root;

/// <summary>Objects of a class that the file describes.</summary>
internal sealed class ClassDecoder(string className, DecoderFactory factory) : Decoder, IMemberWise
{
    private readonly ConcurrentDictionary<StreamerInfo, ClassLayout> _layouts = new(ReferenceEqualityComparer.Instance);

    public string ClassName => className;

    public override int LeastBytes => 2;

    public override Column NewColumn(ColumnBudget budget) =>
        budget.Nested(nested => factory.Infos.Latest(className) is { } info
            ? new RecordColumn(className, LayoutOf(info).NewFields(nested)) { Layout = LayoutOf(info), Heap = nested.Heap }
            : new RecordColumn(className, []) { Heap = nested.Heap });

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        state.Enter(ref cursor);
        var header = cursor.Header();
        var version = ClassVersion.From(header.Version, ref cursor);
        var record = (RecordColumn)into;
        var layout = Use(version, record, ref cursor);
        layout.Read(ref cursor, record, state);
        record.Add(1);
        cursor.Finish(header, className);
        state.Leave();
    }

    /// <summary>Whether an object with its header fills all that remains.</summary>
    public bool HasHeader(RootCursor cursor)
    {
        var length = cursor.Length;
        if ((cursor.Peek() & 0x40) == 0 || cursor.Remaining < 10)
        {
            return false;
        }

        var bytes = cursor.UInt32() & 0x3FFF_FFFF;
        return cursor.Position + bytes == length && ClassVersion.Read(ref cursor).Find(className, factory.Infos) is not null;
    }

    /// <summary>The members alone, without a header.</summary>
    public void ReadMembersOf(StreamerInfo info, ref RootCursor cursor, RecordColumn record, DecodeState state)
    {
        state.Enter(ref cursor);
        Use(LayoutOf(info), record, ref cursor).Read(ref cursor, record, state);
        record.Add(1);
        state.Leave();
    }

    public void ReadMemberWise(ref RootCursor cursor, Column into, int count, ClassVersion version, DecodeState state)
    {
        state.Enter(ref cursor);
        var record = (RecordColumn)into;
        Use(version, record, ref cursor).ReadMemberWise(ref cursor, record, count, state);
        record.Add(count);
        state.Leave();
    }

    /// <summary>The members of the version that the column has.</summary>
    public void ReadMemberWise(ref RootCursor cursor, Column into, int count, DecodeState state)
    {
        state.Enter(ref cursor);
        var record = (RecordColumn)into;
        if (record.Layout is null)
        {
            cursor.Refuse($"the file does not describe the class {className}");
        }

        record.Layout!.ReadMemberWise(ref cursor, record, count, state);
        record.Add(count);
        state.Leave();
    }

    /// <summary>The members of a version as the columns of a record: for a branch of one member.</summary>
    public ClassLayout LayoutOf(StreamerInfo info) => _layouts.GetOrAdd(info, static (info, factory) => new ClassLayout(info, factory), factory);

    private ClassLayout Use(ClassVersion version, RecordColumn record, ref RootCursor cursor)
    {
        var info = version.Find(className, factory.Infos);
        if (info is null)
        {
            throw cursor.Origin.Refusal(cursor.Position, $"the file does not describe version {version.Version} of the class {className}");
        }

        return Use(LayoutOf(info), record, ref cursor);
    }

    private ClassLayout Use(ClassLayout layout, RecordColumn record, ref RootCursor cursor)
    {
        if (!ReferenceEquals(record.Layout, layout))
        {
            if (record.Count > 0)
            {
                cursor.Refuse($"objects of {className} were written by two versions of the class");
            }

            record.Become(layout.NewFields(record.Heap!.NewBudget()), layout);
        }

        return layout;
    }
}

/// <summary>The members of one version of a class.</summary>
internal sealed class ClassLayout
{
    private readonly MemberDecoder[] _members;

    public ClassLayout(StreamerInfo info, DecoderFactory factory) =>
        _members = [.. info.Elements.Select(element => new MemberDecoder(element.Name, factory.ForMember(element), element.IsBase))];

    public Field[] NewFields(ColumnBudget budget) =>
        [.. _members.Select(member => new Field(member.Name, member.Decoder.NewColumn(budget), member.IsBase))];

    public void Read(ref RootCursor cursor, RecordColumn record, DecodeState state)
    {
        for (var i = 0; i < _members.Length; i++)
        {
            if (_members[i].Decoder is CountedArrayDecoder counted)
            {
                counted.ReadCounted(ref cursor, (ListColumn)record.Fields[i].Column, Counts(record, counted, 1, ref cursor), state);
            }
            else
            {
                _members[i].Decoder.Read(ref cursor, record.Fields[i].Column, state);
            }
        }
    }

    public void ReadMemberWise(ref RootCursor cursor, RecordColumn record, int count, DecodeState state)
    {
        for (var i = 0; i < _members.Length; i++)
        {
            if (_members[i].Decoder is CountedArrayDecoder counted)
            {
                counted.ReadCounted(ref cursor, (ListColumn)record.Fields[i].Column, Counts(record, counted, count, ref cursor), state);
            }
            else if (_members[i] is { IsBase: true, Decoder: ClassDecoder parent })
            {
                // Streamed by member, base classes have no headers.
                parent.ReadMemberWise(ref cursor, record.Fields[i].Column, count, state);
            }
            else
            {
                _members[i].Decoder.ReadMembers(ref cursor, record.Fields[i].Column, count, state);
            }
        }
    }

    // Of the objects that are being read, which the record does not count yet.
    private static ReadOnlySpan<int> Counts(RecordColumn record, CountedArrayDecoder counted, int objects, scoped ref RootCursor cursor)
    {
        if (record.Member(counted.CountName) is NumberColumn<int> counts && record.Count + objects <= counts.Count)
        {
            return counts.Values.Slice(record.Count, objects);
        }

        cursor.Refuse($"'{counted.CountName}', which counts an array, is no number before it");
        return default;
    }
}

internal readonly record struct MemberDecoder(string Name, Decoder Decoder, bool IsBase);
