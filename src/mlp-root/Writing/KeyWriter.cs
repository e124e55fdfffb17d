namespace Mlp.Root;

/// <summary>What stands before an object that is written, always with positions of 64 bits.</summary>
/// <param name="MoreBytes">What belongs to the key beside its own fields: a basket's header.</param>
internal sealed record KeyWriter(string ClassName, string Name, string Title, uint Time, int MoreBytes = 0)
{
    private const int Version = 1004;
    private const int FixedBytes = 34;

    public int Length => FixedBytes + TextBytes(ClassName) + TextBytes(Name) + TextBytes(Title) + MoreBytes;

    public void Write(ObjectWriter into, long position, int storedBytes, int bytes)
    {
        into.Int32(Length + storedBytes);
        into.Int16(Version);
        into.Int32(bytes);
        into.UInt32(Time);
        into.Int16(Length);
        into.Int16(1);
        into.Int64(position);
        into.Int64(RootWriter.Begin);
        into.Text(ClassName);
        into.Text(Name);
        into.Text(Title);
    }

    private static int TextBytes(string text) => System.Text.Encoding.UTF8.GetByteCount(text) is var bytes && bytes < 255 ? bytes + 1 : bytes + 5;
}
