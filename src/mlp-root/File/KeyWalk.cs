namespace Mlp.Root;

/// <summary>Walks through the directories of a file.</summary>
internal sealed class KeyWalk
{
    private const int MaximalDepth = 64;
    private const int MaximalKeys = 1_000_000;
    private readonly IByteSource _source;
    private readonly List<RootKey> _found = [];
    private readonly HashSet<long> _visited = [];

    private KeyWalk(IByteSource source) => _source = source;

    public static IReadOnlyList<RootKey> Of(IByteSource source, FileHeader header)
    {
        var walk = new KeyWalk(source);
        walk.Visit((long)header.Begin + header.NBytesName, "", 0);
        return walk._found;
    }

    private void Visit(long directory, string prefix, int depth)
    {
        if (depth > MaximalDepth || !_visited.Add(directory))
        {
            throw new RootFormatException(_source.Name, directory, "a directory contains itself, or directories are nested without end");
        }

        var list = KeyReading.KeyListOf(_source, directory);
        if (list == 0)
        {
            return;
        }

        foreach (var key in Latest(KeyReading.KeysAt(_source, list)))
        {
            if (_found.Count >= MaximalKeys)
            {
                throw new RootFormatException(_source.Name, list, $"more than {MaximalKeys} keys");
            }

            _found.Add(new(prefix + key.Name, key));
            if (key.ClassName is "TDirectory" or "TDirectoryFile")
            {
                Visit(key.SeekKey + key.KeyLen, $"{prefix}{key.Name}/", depth + 1);
            }
        }
    }

    private static IEnumerable<KeyHeader> Latest(IReadOnlyList<KeyHeader> keys)
    {
        var latest = new Dictionary<string, KeyHeader>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (!latest.TryGetValue(key.Name, out var known) || known.Cycle < key.Cycle)
            {
                latest[key.Name] = key;
            }
        }

        return keys.Where(key => ReferenceEquals(latest[key.Name], key));
    }
}
