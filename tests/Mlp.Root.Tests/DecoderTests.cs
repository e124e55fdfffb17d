namespace Mlp.Root.Tests;

/// <summary>Bytes as ROOT streams them, and what they mean.</summary>
public sealed class DecoderTests
{
    private static readonly StreamerInfos Infos = Described();

    [Theory]
    [InlineData("vector<int>", "(0009 00000002 00000007 FFFFFFFF)", "[7 -1]")]
    [InlineData("vector<bool>", "(0009 00000003 010001)", "[True False True]")]
    [InlineData("set<short>", "(0009 00000002 0001 0002)", "[1 2]")]
    [InlineData("vector<string>", "(0009 00000002 026162 0163)", "['ab' 'c']")]
    [InlineData("vector<vector<float> >", "(0009 00000002 00000001 3F800000 00000001 40000000)", "[[1] [2]]")]
    [InlineData("map<int,short>", "(0009 00000002 00000001 0005 00000002 0006)", "[{first=1 second=5} {first=2 second=6}]")]
    [InlineData("map<int,short>", "(4009 0000 12345678 00000002 00000001 00000002 0005 0006)", "[{first=1 second=5} {first=2 second=6}]")]
    [InlineData("map<int,string>", "(4009 0000 12345678 00000002 00000001 00000002 (0009 0161 026263))", "[{first=1 second='a'} {first=2 second='bc'}]")]
    [InlineData("map<int,vector<short> >", "(4009 0000 12345678 00000002 00000001 00000002 (0009 00000001 0005 00000000))", "[{first=1 second=[5]} {first=2 second=[]}]")]
    [InlineData("bitset<3>", "(0009 00000003 010001)", "[True False True]")]
    [InlineData("TArrayI", "00000002 00000003 00000004", "[3 4]")]
    [InlineData("TString", "03616263", "'abc'")]
    [InlineData("TString", "FF00000003616263", "'abc'")]
    [InlineData("TRef", "0001 0000002A 00000000 0000", "42")]
    [InlineData("Point", "(0001 00000001 40000000)", "{x=1 y=2}")]
    [InlineData("vector<Point>", "(0009 00000002 (0001 00000001 3F800000) (0001 00000002 40000000))", "[{x=1 y=1} {x=2 y=2}]")]
    [InlineData("vector<Point>", "(4009 0001 00000002 00000001 00000002 3F800000 40000000)", "[{x=1 y=1} {x=2 y=2}]")]
    [InlineData("Named", "(0001 (0001 00000001 40000000) (0009 00000001 00000005) 026869)", "{x=1 y=2 list=[5] text='hi'}")]
    [InlineData("vector<Named>", "(4009 0001 00000002 00000001 00000002 3F800000 40000000 (0009 00000001 00000005 00000000) 0161 0162)", "[{x=1 y=1 list=[5] text='a'} {x=2 y=2 list=[] text='b'}]")]
    [InlineData("Counted", "(0001 00000002 01 00000005 00000006)", "{n=2 items=[5 6]}")]
    [InlineData("Counted", "(0001 00000002 00)", "{n=2 items=[]}")]
    [InlineData("vector<Counted>", "(4009 0001 00000002 00000001 00000002 01 00000005 01 00000006 00000007)", "[{n=1 items=[5]} {n=2 items=[6 7]}]")]
    [InlineData("Loop", "(0001 00000002 (0001 (0001 00000001 3F800000) (0001 00000002 40000000)))", "{n=2 points=[{x=1 y=1} {x=2 y=2}]}")]
    [InlineData("Loop", "(0001 00000000 (0001))", "{n=0 points=[]}")]
    [InlineData("LoopOfPointers", "(0001 00000002 (0001 (FFFFFFFF 506F696E7400 (0001 00000001 3F800000)) 00000000))", "{n=2 points=[Point:{x=1 y=1} null]}")]
    [InlineData("vector<Loop>", "(4009 0001 00000002 00000001 00000000 (0001 (0001 00000001 3F800000)))", "[{n=1 points=[{x=1 y=1}]} {n=0 points=[]}]")]
    [InlineData("Fixed", "(0001 0001 0002 0003 0004)", "{grid=[1 2 3 4]}")]
    [InlineData("vector<Point*>", "(0009 00000004 (FFFFFFFF 506F696E7400 (0001 00000001 3F800000)) (80000010 (0001 00000002 40000000)) 0000000C 00000000)", "[Point:{x=1 y=1} Point:{x=2 y=2} Point:{x=1 y=1} null]")]
    [InlineData("TObjArray", "(0003 0001 00000000 00000000 00 00000001 00000000 (FFFFFFFF 506F696E7400 (0001 00000001 3F800000)))", "[Point:{x=1 y=1}]")]
    [InlineData("TClonesArray", "(0004 0001 00000000 00001000 00 07506F696E743B31 00000002 00000000 00000001 00000002 3F800000 40000000)", "[Point:{x=1 y=1} Point:{x=2 y=2}]")]
    [InlineData("TClonesArray", "(0004 0001 00000000 00000000 00 07506F696E743B31 00000002 00000000 01 (0001 00000001 3F800000) 00)", "[Point:{x=1 y=1} null]")]
    public void What_is_streamed_is_understood(string type, string hex, string expected) => Assert.Equal(expected, Read(type, hex));

    [Theory]
    [InlineData("[0,10,8]", 128u, 5.0)]
    [InlineData("[-1,1]", 0u, -1.0)]
    [InlineData("[-pi,pi,16]", 65536u, Math.PI)]
    public void Ranges_of_packed_numbers_are_in_their_titles(string title, uint stored, double expected)
    {
        var element = new StreamerElement("d", title, 9, "Double32_t");
        Assert.Equal(expected, double.Parse(Read(new DecoderFactory(Infos).ForMember(element), $"{stored:X8}"), System.Globalization.CultureInfo.InvariantCulture), 1e-9);
    }

    [Fact]
    public void Packed_numbers_without_a_range_have_an_exponent_and_a_mantissa()
    {
        // 1.5: exponent 127, and the first of twelve bits of mantissa.
        Assert.Equal("1.5", Read(new DecoderFactory(Infos).ForMember(new("f", "", 19, "Float16_t")), "7F 0800"));
        Assert.Equal("-1.5", Read(new DecoderFactory(Infos).ForMember(new("f", "", 19, "Float16_t")), "7F 2800"));
        Assert.Equal("2.5", Read(new DecoderFactory(Infos).ForMember(new("d", "", 9, "Double32_t")), "40200000"));
    }

    [Theory]
    [InlineData("vector<int>", "(0009 7FFFFFFF 00000007 FFFFFFFF)", "a count of 2147483647 items does not fit into the 8 bytes that remain")]
    [InlineData("vector<int>", "4000000F 0009 00000001 00000007", "an object of 15 bytes does not fit into the 10 bytes that remain")]
    [InlineData("Point", "(0007 00000001 40000000)", "the file does not describe version 7 of the class Point")]
    [InlineData("Point", "(0001 00000001 40000000 00)", "Point takes 14 bytes, 15 were announced")]
    [InlineData("Loop", "(0001 7FFFFFFF (0001 (0001 00000001 3F800000)))", "a count of 2147483647 items does not fit")]
    [InlineData("Loop", "(0001 FFFFFFFF (0001))", "a count of -1 items does not fit")]
    [InlineData("Loop", "(0001 00000001 (0001 (0001 00000001 3F800000) 0000))", "an array of objects takes 20 bytes, 22 were announced")]
    [InlineData("Huge", "(0001 00000001)", "a count of 1 items does not fit")]
    [InlineData("vector<Nothing>", "(4009 0001 7FFFFFFF)", "a count of 2147483647 items")]
    [InlineData("Endless", "(0001)", "the file's classes are nested without end")]
    public void What_cannot_be_is_refused(string type, string hex, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<RootFormatException>(() => Read(type, hex)).Fact, StringComparison.Ordinal);

    [Theory]
    [InlineData("int*", 43, "01 00000005 01 00000006 00000007 00", "[[5] [6 7] []] [] [[8]]", "01 00000008")]
    [InlineData("Point*", 501, "(0001 (0001 00000001 3F800000) (0001 00000002 40000000) (0001 00000003 40400000))", "[[{x=1 y=1}] [{x=2 y=2} {x=3 y=3}] []] [] [[{x=4 y=4}]]", "(0001 (0001 00000004 40800000))")]
    public void Counted_arrays_of_split_objects_are_as_long_as_another_branch_says(string type, int code, string first, string expected, string last)
    {
        using var heap = new ObjectHeap("test");
        using var counts = (ListColumn)new RestDecoder(new NumberDecoder<int>(), 0).NewColumn(heap.NewBudget());
        int[][] entries = [[1, 2, 0], [], [1]];
        foreach (var entry in entries)
        {
            entry.CopyTo(((NumberColumn<int>)counts.Items).Extend(entry.Length));
            counts.EndValue();
        }

        var decoder = new SplitCountedDecoder((CountedArrayDecoder)new DecoderFactory(Infos).ForMember(new("items", "[n]", code, type) { CountName = "n" }));
        using var column = decoder.NewColumn(heap.NewBudget());
        var state = new DecodeState(Infos, 0);
        state.Count(counts);
        foreach (var hex in new[] { first, "", last })
        {
            var cursor = new RootCursor(Bytes(hex), new("test", 0));
            decoder.Read(ref cursor, column, state);
            Assert.Equal(0, cursor.Remaining);
        }

        Assert.Equal(expected, Tests.Described.Column(column));
        Assert.StartsWith("nothing says how long", Assert.Throws<RootFormatException>(() =>
        {
            var cursor = new RootCursor([], new("test", 0));
            decoder.Read(ref cursor, column, state);
        }).Fact, StringComparison.Ordinal);
    }

    [Fact]
    public void A_collection_of_itself_has_an_end() => Assert.Equal("[]", Read("Own<int>", "(0009 00000000)"));

    private static string Read(string type, string hex) => Read(new DecoderFactory(Infos).ForClass(type), hex);

    private static string Read(Decoder decoder, string hex)
    {
        using var heap = new ObjectHeap("test");
        using var column = decoder.NewColumn(heap.NewBudget());
        var bytes = Bytes(hex);
        var cursor = new RootCursor(bytes, new("test", 0));
        decoder.Read(ref cursor, column, new DecodeState(Infos, 0));
        Assert.Equal(0, cursor.Remaining);
        return Tests.Described.Column(column);
    }

    // A bracket stands for the count of the bytes within.
    private static byte[] Bytes(string hex)
    {
        var bytes = new List<byte>();
        var open = new Stack<int>();
        for (var i = 0; i < hex.Length; i++)
        {
            switch (hex[i])
            {
                case ' ':
                    break;
                case '(':
                    open.Push(bytes.Count);
                    bytes.AddRange([0x40, 0, 0, 0]);
                    break;
                case ')':
                    var start = open.Pop();
                    (bytes[start + 2], bytes[start + 3]) = ((byte)((bytes.Count - start - 4) >> 8), (byte)(bytes.Count - start - 4));
                    break;
                default:
                    bytes.Add(Convert.ToByte(hex.Substring(i++, 2), 16));
                    break;
            }
        }

        return [.. bytes];
    }

    private static StreamerInfos Described()
    {
        StreamerElement[] point = [new("x", "", 3, "int"), new("y", "", 5, "float")];
        var infos = new StreamerInfos();
        infos.Add(new("Point", 1, 0, point));
        infos.Add(new("Named", 1, 0, [
            new("Point", "", 0, "BASE") { ElementClass = "TStreamerBase" },
            new("list", "", 500, "vector<int>") { ElementClass = "TStreamerSTL" },
            new("text", "", 65, "TString") { ElementClass = "TStreamerString" }]));
        infos.Add(new("Counted", 1, 0, [new("n", "", 6, "int"), new("items", "[n]", 43, "int*") { ElementClass = "TStreamerBasicPointer", CountName = "n" }]));
        infos.Add(new("Loop", 1, 0, [new("n", "", 6, "int"), new("points", "[n]", 501, "Point*") { ElementClass = "TStreamerLoop", CountName = "n" }]));
        infos.Add(new("LoopOfPointers", 1, 0, [new("n", "", 6, "int"), new("points", "[n]", 501, "Point**") { ElementClass = "TStreamerLoop", CountName = "n" }]));
        infos.Add(new("Fixed", 1, 0, [new("grid", "", 22, "short") { ArrayLength = 4, MaxIndex = [2, 2] }]));
        infos.Add(new("Own<int>", 1, 0, [new("This", "<Own<int> > Used", 500, "Own<int>") { ElementClass = "TStreamerSTL" }]));
        infos.Add(new("Huge", 1, 0, [new("grid", "", 23, "int") { ArrayLength = int.MaxValue, MaxIndex = [1 << 16, 1 << 16, 1 << 16, 1 << 16, 1] }]));
        infos.Add(new("Nothing", 1, 0, []));
        infos.Add(new("Endless", 1, 0, [new("self", "", 62, "Endless") { ElementClass = "TStreamerObjectAny" }]));
        return infos;
    }
}
