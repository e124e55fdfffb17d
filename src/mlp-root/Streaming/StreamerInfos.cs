namespace Mlp.Root;

/// <summary>The classes of a file.</summary>
internal sealed class StreamerInfos
{
    private readonly Dictionary<(string Name, int Version), StreamerInfo> _byVersion = [];
    private readonly Dictionary<(string Name, uint Checksum), StreamerInfo> _byChecksum = [];
    private readonly Dictionary<string, string> _byMeaning = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StreamerInfo> _latest = new(StringComparer.Ordinal);

    public StreamerInfos()
    {
        foreach (var info in BuiltInStreamers.All.Concat(BuiltInTreeStreamers.All))
        {
            Add(info);
        }
    }

    public IEnumerable<StreamerInfo> All => _byVersion.Values;

    public void Add(StreamerInfo info)
    {
        _byVersion[(info.ClassName, info.Version)] = info;
        _byChecksum[(info.ClassName, info.Checksum)] = info;
        if (!_latest.TryGetValue(info.ClassName, out var known) || known.Version <= info.Version)
        {
            _latest[info.ClassName] = info;
        }

        if (Meaning(info.ClassName) is { } meaning)
        {
            _byMeaning[meaning] = info.ClassName;
        }
    }

    public StreamerInfo? Latest(string name) => _latest.GetValueOrDefault(name) ?? Same(name);

    public StreamerInfo? Find(string name, int version) =>
        _byVersion.GetValueOrDefault((name, version)) ?? (Same(name) is { } same && same.Version == version ? same : null);

    public StreamerInfo? FindByChecksum(string name, uint checksum) =>
        _byChecksum.GetValueOrDefault((name, checksum)) ?? (Same(name) is { } same && same.Checksum == checksum ? same : null);

    // One class may be written with blanks and with names that mean the same: "vector<A<B> >", "std::vector<A<B>>".
    private StreamerInfo? Same(string name) =>
        Meaning(name) is { } meaning && _byMeaning.TryGetValue(meaning, out var known) ? _latest[known] : null;

    private static string? Meaning(string name) => name.Contains('<', StringComparison.Ordinal) ? CppType.Parse(name)?.ToString() : null;
}
