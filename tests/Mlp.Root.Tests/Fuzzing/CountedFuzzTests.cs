namespace Mlp.Root.Tests.Fuzzing;

/// <summary>Arrays that other members and other branches count, with counts and bytes that do not fit.</summary>
public sealed class CountedFuzzTests
{
    private const int Cases = 20_000;

    [Fact]
    public void Damaged_arrays_that_something_else_counts()
    {
        var infos = Described();
        var factory = new DecoderFactory(infos);
        var loop = factory.ForMember(new("items", "[n]", StreamerElement.Loop, "Point*") { CountName = "n" });
        var numbers = factory.ForMember(new("items", "[n]", 43, "int*") { CountName = "n" });
        var (refused, read) = (0, 0);
        for (var seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            var decoder = random.Next(3) switch
            {
                0 => factory.ForClass("Loop"),
                1 => new SplitCountedDecoder((CountedArrayDecoder)loop),
                _ => new SplitCountedDecoder((CountedArrayDecoder)numbers),
            };
            try
            {
                Read(decoder, infos, random);
                read++;
            }
            catch (RootFormatException e) when (e.File == "damaged.root")
            {
                refused++;
            }
        }

        Assert.True(refused > Cases / 2 && read > 10, $"{refused} refused, {read} read");
    }

    private static void Read(Decoder decoder, StreamerInfos infos, Random random)
    {
        using var heap = new ObjectHeap("damaged.root");
        using var counts = (ListColumn)new RestDecoder(new NumberDecoder<int>(), 0).NewColumn(heap.NewBudget());
        using var column = decoder.NewColumn(heap.NewBudget());
        for (var left = random.Next(3); left > 0; left--)
        {
            ((NumberColumn<int>)counts.Items).Add(random.Next(8) == 0 ? random.Next(int.MinValue, int.MaxValue) : random.Next(3));
        }

        counts.EndValue();
        var state = new DecodeState(infos, 0);
        state.Count(counts);
        var cursor = new RootCursor(Bytes(random), new("damaged.root", 0));
        decoder.Read(ref cursor, column, state);
    }

    // Headers, counts and points, more or less as they belong.
    private static byte[] Bytes(Random random)
    {
        byte[] header = [0x40, 0, 0, (byte)random.Next(0, 60), 0, 1], count = [0, 0, 0, (byte)random.Next(4)], point = [0x40, 0, 0, 10, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1];
        var bytes = new List<byte>();
        for (var parts = random.Next(6); parts > 0; parts--)
        {
            bytes.AddRange(random.Next(4) switch { 0 => header, 1 => count, 2 => [(byte)random.Next(256)], _ => point });
        }

        return [.. bytes];
    }

    private static StreamerInfos Described()
    {
        var infos = new StreamerInfos();
        infos.Add(new("Point", 1, 0, [new("x", "", 3, "int"), new("y", "", 5, "float")]));
        infos.Add(new("Loop", 1, 0, [new("n", "", 6, "int"), new("points", "[n]", StreamerElement.Loop, "Point*") { ElementClass = "TStreamerLoop", CountName = "n" }]));
        return infos;
    }
}
