using System.Collections.Concurrent;

namespace Mlp.Root;

/// <summary>An open ROOT file. Several threads may use it at once.</summary>
public sealed class RootFile : IDisposable
{
    private readonly Lazy<DecoderFactory> _classes;
    private readonly Lazy<IReadOnlyList<RootKey>> _keys;
    private readonly Lazy<IReadOnlyList<RootTree>> _trees;
    private readonly ConcurrentDictionary<string, Lazy<RootFile>> _beside = new(StringComparer.Ordinal);

    private RootFile(IByteSource source)
    {
        Source = source;
        Header = FileHeader.Read(source);
        _classes = new(() => new DecoderFactory(StreamerInfoReading.Read(source, Header)));
        _keys = new(() => KeyWalk.Of(source, Header));
        _trees = new(FindTrees);
    }

    /// <summary>The file, as it was opened.</summary>
    public string Name => Source.Name;

    /// <summary>The version of ROOT that wrote the file: 62004 is 6.20/04.</summary>
    public int Version => Header.Version;

    /// <summary>All that the file and its directories hold: of each name the latest cycle.</summary>
    public IReadOnlyList<RootKey> Keys => _keys.Value;

    /// <summary>The trees of the file and of its directories.</summary>
    public IReadOnlyList<RootTree> Trees => _trees.Value;

    internal IByteSource Source { get; }

    internal FileHeader Header { get; }

    internal DecoderFactory Classes => _classes.Value;

    /// <summary>Opens a file of this machine; or, while the thread waits, one behind an address of http or https.</summary>
    /// <exception cref="RootFormatException">It is no ROOT file.</exception>
    public static RootFile Open(string pathOrAddress) =>
        IsFar(pathOrAddress) ? Task.Run(() => OpenAsync(pathOrAddress)).GetAwaiter().GetResult() : Open(new LocalFile(pathOrAddress));

    /// <summary>Opens a file of this machine, or one behind an address of http or https whose server gives parts of files.</summary>
    /// <param name="pathOrAddress">Where it is.</param>
    /// <param name="http">What asks the server; where nothing is said a new one, which ends with the file.</param>
    /// <param name="ct">Ends the opening.</param>
    /// <exception cref="RootFormatException">It is no ROOT file.</exception>
    public static async Task<RootFile> OpenAsync(string pathOrAddress, HttpClient? http = null, Ct ct = default)
    {
        if (!IsFar(pathOrAddress))
        {
            return Open(new LocalFile(pathOrAddress));
        }

#pragma warning disable CA2000 // the file owns them
        var source = await HttpFile.Open(http, new(pathOrAddress), ct);
#pragma warning restore CA2000

        // Keys and classes are read here, by a thread that may wait.
        return await Task.Run(() => OpenWhole(source), ct);
    }

    /// <summary>Opens a file that is read from any source, which is disposed with the file.</summary>
    /// <exception cref="RootFormatException">It is no ROOT file.</exception>
    public static RootFile Open(IByteSource source)
    {
        try
        {
            return new(source);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>The tree of a path, such as "Events" or "one/two/tree"; null where there is none.</summary>
    public RootTree? Tree(string path) => Trees.FirstOrDefault(tree => tree.Path == path);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var other in _beside.Values.Where(other => other.IsValueCreated))
        {
            other.Value.Dispose();
        }

        Source.Dispose();
    }

    /// <summary>Another file, as this one calls it. It is opened once, and closed with this one.</summary>
    internal RootFile Beside(string name) => _beside.GetOrAdd(name, static (name, source) => new(() => source is IPlace place
        ? Open(place.OpenBeside(name))
        : throw new NotSupportedException($"what lies beside {source.Name} is not known; open '{name}', and read its branches together with these")), Source).Value;

    private static bool IsFar(string pathOrAddress) => Uri.TryCreate(pathOrAddress, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    private static RootFile OpenWhole(IByteSource source)
    {
        var file = Open(source);
        try
        {
            _ = file.Keys.Count;
            _ = file.Classes;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private List<RootTree> FindTrees()
    {
        var keys = Keys.Where(key => key.ClassName is "TTree" or "TNtuple" or "TNtupleD" or "TChain").ToList();
        return keys.ConvertAll(key => new RootTree(this, key));
    }
}
