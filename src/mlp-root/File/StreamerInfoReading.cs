namespace Mlp.Root;

/// <summary>Reads the list of classes that a file describes.</summary>
internal static class StreamerInfoReading
{
    public static StreamerInfos Read(IByteSource source, FileHeader header)
    {
        var infos = new StreamerInfos();
        if (header.SeekInfo <= 0 || header.NBytesInfo <= 0)
        {
            return infos;
        }

        var key = KeyReading.KeyAt(source, header.SeekInfo) with { SeekKey = header.SeekInfo };
        var (column, heap) = ObjectReading.Read(source, key, new DecoderFactory(infos));
        using (column)
        using (heap)
        {
            foreach (var item in column[0].Items)
            {
                if (item.ClassName == "TStreamerInfo")
                {
                    infos.Add(InfoOf(item));
                }
            }
        }

        return infos;
    }

    private static StreamerInfo InfoOf(Value info) => new(
        info.TextOf("fName"),
        info.Int32Of("fClassVersion"),
        info.Member("fCheckSum")?.Number is uint sum ? sum : 0,
        [.. Elements(info).Select(ElementOf)]);

    private static IEnumerable<Value> Elements(Value info) =>
        info.Member("fElements")?.Target?.Items.Where(element => element.Target is not null) ?? [];

    private static StreamerElement ElementOf(Value element) => new(element.TextOf("fName"), element.TextOf("fTitle"), element.Int32Of("fType"), element.TextOf("fTypeName"))
    {
        ElementClass = element.ClassName ?? "",
        ArrayLength = element.Int32Of("fArrayLength"),
        MaxIndex = [.. element.Member("fMaxIndex")?.Items.Select(index => index.Number is int size ? size : 0) ?? []],
        CountName = element.TextOf("fCountName"),
    };
}
