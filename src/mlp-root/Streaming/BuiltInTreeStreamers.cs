namespace Mlp.Root;

/// <summary>The classes of trees as recent versions of ROOT write them: for files whose writers left them out.</summary>
internal static class BuiltInTreeStreamers
{
    /// <summary>Stands for the version of a class that has none.</summary>
    public const uint IoFeaturesChecksum = 0x1AA1_2F10;

    private const int Object = 62;

    public static IEnumerable<StreamerInfo> All =>
    [
        Class("TNamed", 1, 0xDFB7_4A3C, "base TObject", "TString fName", "TString fTitle"),
        Class("TAttLine", 2, 0x9407_4549, "short fLineColor", "short fLineStyle", "short fLineWidth"),
        Class("TAttFill", 2, 0xFFD9_2A92, "short fFillColor", "short fFillStyle"),
        Class("TAttMarker", 2, 0x291D_8BEC, "short fMarkerColor", "short fMarkerStyle", "float fMarkerSize"),
        Class("ROOT::TIOFeatures", 1, IoFeaturesChecksum, "byte fIOBits"),
        Class(
            "TTree", 20, 0x7264_E07F,
            "base TNamed", "base TAttLine", "base TAttFill", "base TAttMarker", "long fEntries", "long fTotBytes", "long fZipBytes", "long fSavedBytes", "long fFlushedBytes", "double fWeight",
            "int fTimerInterval", "int fScanField", "int fUpdate", "int fDefaultEntryOffsetLen", "counter fNClusterRange", "long fMaxEntries", "long fMaxEntryLoop", "long fMaxVirtualSize",
            "long fAutoSave", "long fAutoFlush", "long fEstimate", "long[fNClusterRange] fClusterRangeEnd", "long[fNClusterRange] fClusterSize", "ROOT::TIOFeatures fIOFeatures",
            "TObjArray fBranches", "TObjArray fLeaves", "TList* fAliases", "TArrayD fIndexValues", "TArrayI fIndex", "TVirtualIndex* fTreeIndex", "TList* fFriends", "TList* fUserInfo", "TBranchRef* fBranchRef"),
        Class(
            "TBranch", 13, 0x1097_8AAC,
            "base TNamed", "base TAttFill", "int fCompress", "int fBasketSize", "int fEntryOffsetLen", "int fWriteBasket", "long fEntryNumber", "ROOT::TIOFeatures fIOFeatures", "int fOffset",
            "counter fMaxBaskets", "int fSplitLevel", "long fEntries", "long fFirstEntry", "long fTotBytes", "long fZipBytes", "TObjArray fBranches", "TObjArray fLeaves", "TObjArray fBaskets",
            "int[fMaxBaskets] fBasketBytes", "long[fMaxBaskets] fBasketEntry", "long[fMaxBaskets] fBasketSeek", "TString fFileName"),
        Class("TFriendElement", 2, 0x2771_167D, "base TNamed", "TString fTreeName", "bool fOwnFile"),
        Class("TLeaf", 2, 0x6D1E_8152, "base TNamed", "int fLen", "int fLenType", "int fOffset", "bool fIsRange", "bool fIsUnsigned", "TLeaf* fLeafCount"),
        Leaf("TLeafO", 0x02AE_48D3, "bool"),
        Leaf("TLeafB", 0x0F1E_4B5E, "char"),
        Leaf("TLeafS", 0x150C_EECF, "short"),
        Leaf("TLeafI", 0x7E6A_AE19, "int"),
        Leaf("TLeafL", 0xDE32_0862, "long"),
        Leaf("TLeafF", 0x3ADD_9D72, "float"),
        Leaf("TLeafD", 0x118E_8776, "double"),
        Leaf("TLeafC", 0xFBE3_B2F3, "int"),
    ];

    /// <summary>The version in which a class is written.</summary>
    public static int VersionOf(string className) => All.FirstOrDefault(info => info.ClassName == className)?.Version ?? 1;

    private static StreamerInfo Leaf(string name, uint checksum, string type) => Class(name, 1, checksum, "base TLeaf", $"{type} fMinimum", $"{type} fMaximum");

    private static StreamerInfo Class(string name, int version, uint checksum, params string[] members) => new(name, version, checksum, [.. members.Select(Member)]);

    // "type name", "type[counter] name", "Class* name" or "base Class".
    private static StreamerElement Member(string member)
    {
        var (type, name) = (member.Split(' ')[0], member.Split(' ')[1]);
        var counted = type.Split('[', ']');
        return type switch
        {
            "base" => new(name, "", BaseCode(name), "BASE") { ElementClass = "TStreamerBase" },
            "TString" => new(name, "", 65, type) { ElementClass = "TStreamerString" },
            "TObjArray" => new(name, "", 61, type) { ElementClass = "TStreamerObject" },
            _ when counted.Length > 1 => new(name, $"[{counted[1]}]", StreamerElement.OffsetP + Code(counted[0]), TypeName(counted[0]) + "*") { ElementClass = "TStreamerBasicPointer", CountName = counted[1] },
            _ when type.EndsWith('*') => new(name, "", 64, type) { ElementClass = "TStreamerObjectPointer" },
            _ when Code(type) == Object => new(name, "", Object, type) { ElementClass = "TStreamerObjectAny" },
            _ => new(name, "", Code(type), TypeName(type)),
        };
    }

    private static int BaseCode(string name) => name switch
    {
        "TObject" => 66,
        "TNamed" => 67,
        _ => StreamerElement.Base,
    };

    private static string TypeName(string type) => type switch
    {
        "long" => "Long64_t",
        "byte" => "unsigned char",
        "counter" => "int",
        _ => type,
    };

    private static int Code(string type) => type switch
    {
        "char" => 1,
        "short" => 2,
        "int" => 3,
        "float" => 5,
        "counter" => 6,
        "double" => 8,
        "byte" => 11,
        "long" => 16,
        "bool" => 18,
        _ => Object,
    };
}
