namespace Mlp.Root;

/// <summary>The classes that a written file holds, described for its readers: a TList of TStreamerInfo.</summary>
internal static class StreamerList
{
    public static ReadOnlyMemory<byte> Write(int keyLength)
    {
        var writer = new ObjectWriter(keyLength);
        List<StreamerInfo> infos = [.. BuiltInTreeStreamers.All];
        writer.List(infos, (list, info) => list.Pointer(info, "TStreamerInfo", value => value.Versioned(9, members => Info(members, info))));
        return writer.Written;
    }

    private static void Info(ObjectWriter into, StreamerInfo info)
    {
        into.Named(info.ClassName, "");
        into.UInt32(info.Checksum);
        into.Int32(info.Version);
        into.Pointer(info.Elements, "TObjArray", array => array.Array(info.Elements, (items, element) =>
            items.Pointer(element, element.ElementClass, value => Derived(value, info, element))));
    }

    private static void Derived(ObjectWriter into, StreamerInfo info, StreamerElement element) => into.Versioned(element.IsBase ? 3 : 2, members =>
    {
        members.Versioned(4, parent => Element(parent, element));
        if (element.IsBase)
        {
            members.Int32(BuiltInTreeStreamers.VersionOf(element.Name));
        }
        else if (element.CountName.Length > 0)
        {
            members.Int32(info.Version);
            members.Text(element.CountName);
            members.Text(info.ClassName);
        }
    });

    private static void Element(ObjectWriter into, StreamerElement element)
    {
        into.Named(element.Name, element.Title);
        into.Int32(element.Type);
        into.Int32(SizeOf(element));
        into.Int32(0);
        into.Int32(0);
        into.Bytes(new byte[5 * 4]);
        into.Text(element.TypeName);
    }

    // In memory, which no reader of the file needs; of numbers it is what they take in the file.
    private static int SizeOf(StreamerElement element) => (element.Type % StreamerElement.OffsetL, element.ElementClass) switch
    {
        (_, not ("TStreamerBasicType" or "TStreamerBasicPointer")) => 0,
        (1 or 11 or 18, _) => 1,
        (2, _) => 2,
        (3 or 5 or 6, _) => 4,
        _ => 8,
    };
}
