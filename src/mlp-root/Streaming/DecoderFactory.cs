using System.Collections.Concurrent;

namespace Mlp.Root;

/// <summary>Finds the decoder for a type. One for each file.</summary>
internal sealed class DecoderFactory(StreamerInfos infos)
{
    private const int MaximalDepth = 48;

    // Classes may hold each other; how deep this thread is in making decoders for them.
    [ThreadStatic]
    private static int _depth;
    private readonly ConcurrentDictionary<string, Decoder> _classes = new(StringComparer.Ordinal);

    public StreamerInfos Infos => infos;

    /// <summary>A member of a class.</summary>
    public Decoder ForMember(StreamerElement element)
    {
        if (element.IsContainer)
        {
            return Several(ForContainer(element.TypeName), element);
        }

        return element.IsBase ? ForBase(element) : ForType(element);
    }

    /// <summary>An object of a class, as a member, an item or a whole branch.</summary>
    public Decoder ForClass(string name)
    {
        if (_depth > MaximalDepth)
        {
            return new UnknownDecoder($"the class {name} holds itself without end");
        }

        _depth++;
        try
        {
            return _classes.GetOrAdd(name, NewDecoder);
        }
        finally
        {
            _depth--;
        }
    }

    /// <summary>A container or std::string, behind a header.</summary>
    public Decoder ForContainer(string typeName)
    {
        var type = CppType.Parse(typeName);
        return type is null ? new UnknownDecoder($"'{typeName}' is no type")
            : type.Name is "string" ? new StdStringDecoder()
            : Collection(type with { IsPointer = false }, hasHeader: true) ?? new UnknownDecoder($"containers of type {typeName} are not read");
    }

    private Decoder ForBase(StreamerElement element) =>
        CppType.Parse(element.Name) is { } type && Collection(type, hasHeader: true) is { } collection ? collection : ForClass(element.Name);

    private Decoder ForType(StreamerElement element)
    {
        var type = element.Type;
        if (BasicTypes.OfMember(type, element.Title) is { } number)
        {
            return number;
        }

        if (type is > StreamerElement.OffsetL and < StreamerElement.OffsetP && BasicTypes.OfMember(type - StreamerElement.OffsetL, element.Title) is { } item)
        {
            return new FixedArrayDecoder(item, element.Shape);
        }

        if (type is > StreamerElement.OffsetP and < 61 && BasicTypes.OfMember(type - StreamerElement.OffsetP, element.Title) is { } counted)
        {
            return new CountedArrayDecoder(counted, element.CountName);
        }

        return ForObject(element);
    }

    private Decoder ForObject(StreamerElement element)
    {
        var pointed = element.TypeName.TrimEnd('*', ' ');
        var isArray = element.Type is > 80 and < 100;
        Decoder? single = (isArray ? element.Type - StreamerElement.OffsetL : element.Type) switch
        {
            7 => new CharStarDecoder(),
            61 or 62 or 63 or 66 or 67 or 68 => ForClass(pointed),
            64 or 69 => new PointerDecoder(pointed, this),
            65 => new TextDecoder(),
            StreamerElement.Loop => new CountedObjectsDecoder(element.TypeName.Contains("**", StringComparison.Ordinal) ? new PointerDecoder(pointed, this) : ForClass(pointed), element.CountName),
            _ => null,
        };
        return single is null ? new UnknownDecoder($"the member '{element.Name}' of type {element.TypeName} (code {element.Type}) is not read")
            : isArray ? new FixedArrayDecoder(single, element.Shape) : single;
    }

    private static Decoder Several(Decoder single, StreamerElement element) => element.ArrayLength > 0 ? new HeadedArrayDecoder(single, element.Shape) : single;

    private Decoder NewDecoder(string name) => name switch
    {
        "TObject" => new ObjectBaseDecoder(),
        "TString" or "string" => new TextDecoder(),
        "TObjArray" => new ObjectArrayDecoder(new PointerDecoder("TObject", this)),
        "TList" or "THashList" => new ObjectListDecoder(new PointerDecoder("TObject", this)),
        "TClonesArray" => new ClonesArrayDecoder(this),
        "TRef" => new ReferenceDecoder(),
        "TRefArray" => new ReferenceArrayDecoder(),
        "TBasket" => new EmbeddedBasketDecoder(),

        // They stream themselves, in another way than their files say.
        "TTreeIndex" or "TChainIndex" => new UnknownDecoder("indexes of trees are not read"),
        "TDatime" => new NumberDecoder<uint>(),
        "TArrayC" => new CountedDecoder(new NumberDecoder<sbyte>()),
        "TArrayS" => new CountedDecoder(new NumberDecoder<short>()),
        "TArrayI" => new CountedDecoder(new NumberDecoder<int>()),
        "TArrayL" or "TArrayL64" => new CountedDecoder(new NumberDecoder<long>()),
        "TArrayF" => new CountedDecoder(new NumberDecoder<float>()),
        "TArrayD" => new CountedDecoder(new NumberDecoder<double>()),
        _ => CppType.Parse(name) is { } type ? NewTemplate(name, type) : new ClassDecoder(name, this),
    };

    private Decoder NewTemplate(string name, CppType type) => type switch
    {
        { Name: "TMatrixTSym", Arguments: [var item] } when BasicTypes.OfName(item.Name) is { } number => new SymmetricMatrixDecoder(ForClass($"TMatrixTBase<{item.Name}>"), number),
        _ => Collection(type, hasHeader: true) ?? OwnCollection(name) ?? new ClassDecoder(name, this),
    };

    // A class that streams itself as a collection has one element, and that names in its title what it holds.
    private Decoder? OwnCollection(string name) =>
        infos.Latest(name) is { Elements: [{ Name: "This", IsContainer: true } self] } && CppType.Parse($"vector{self.Title[..(self.Title.LastIndexOf('>') + 1)]}") is { } type
            ? Collection(type, hasHeader: true)
            : null;

    private Decoder? Collection(CppType type, bool hasHeader) => (type.Name, type.Arguments.Count) switch
    {
        ("vector" or "list" or "deque" or "forward_list" or "set" or "multiset" or "unordered_set" or "unordered_multiset" or "ROOT::VecOps::RVec", >= 1) =>
            new CollectionDecoder(type.Name, ForItem(type.Arguments[0]), hasHeader),
        ("map" or "multimap" or "unordered_map" or "unordered_multimap", >= 2) => new CollectionDecoder(type.Name, Pair(type, hasHeader: false), hasHeader),
        ("bitset", 1) when int.TryParse(type.Arguments[0].Name, out var bits) && bits > 0 => new BitsDecoder(bits, hasHeader),
        _ => null,
    };

    private PairDecoder Pair(CppType type, bool hasHeader) => new(Part(type.Arguments[0]), Part(type.Arguments[1]), hasHeader);

    private PairPart Part(CppType type) => new(ForItem(type), type switch
    {
        { IsPointer: false, Name: "string" } => new StdStringDecoder(),
        { IsPointer: false } when Collection(type, hasHeader: true) is { } collection => collection,
        _ => ForItem(type),
    });

    private Decoder ForItem(CppType type) => type switch
    {
        { IsPointer: true } => new PointerDecoder((type with { IsPointer = false }).ToString(), this),
        { Name: "string" or "TString" } => new TextDecoder(),
        { Name: "pair", Arguments.Count: 2 } => Pair(type, hasHeader: true),
        _ => BasicTypes.OfName(type.Name) ?? Collection(type, hasHeader: false) ?? ForClass(type.ToString()),
    };
}
