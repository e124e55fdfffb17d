namespace Mlp.Root;

/// <summary>The classes that describe all others, and those that files do not describe.</summary>
internal static class BuiltInStreamers
{
    public static IEnumerable<StreamerInfo> All =>
    [
        .. Enumerable.Range(1, 9).Select(version => Of("TStreamerInfo", version, Base("TNamed"), UInt("fCheckSum"), Int("fClassVersion"), Pointer("fElements", "TObjArray*"))),
        Element(2),
        Element(3, Double("fXmin"), Double("fXmax"), Double("fFactor")),
        Element(4),
        Derived("TStreamerBase", 2),
        Derived("TStreamerBase", 3, Int("fBaseVersion")),
        Derived("TStreamerBasicType", 2),
        Derived("TStreamerBasicPointer", 2, Int("fCountVersion"), Text("fCountName"), Text("fCountClass")),
        Derived("TStreamerLoop", 2, Int("fCountVersion"), Text("fCountName"), Text("fCountClass")),
        Derived("TStreamerObject", 2),
        Derived("TStreamerObjectPointer", 2),
        Derived("TStreamerObjectAny", 2),
        Derived("TStreamerObjectAnyPointer", 1),
        Derived("TStreamerObjectAnyPointer", 2),
        Derived("TStreamerString", 2),
        Derived("TStreamerSTL", 2, Int("fSTLtype"), Int("fCtype")),
        Derived("TStreamerSTL", 3, Int("fSTLtype"), Int("fCtype")),
        Of("TStreamerSTLstring", 2, Base("TStreamerSTL")),
        Of("TStreamerArtificial", 0, Base("TStreamerElement")),
    ];

    private static StreamerInfo Of(string name, int version, params StreamerElement[] elements) => new(name, version, 0, elements);

    private static StreamerInfo Derived(string name, int version, params StreamerElement[] elements) => Of(name, version, [Base("TStreamerElement"), .. elements]);

    private static StreamerInfo Element(int version, params StreamerElement[] more) => Of(
        "TStreamerElement",
        version,
        [Base("TNamed"), Int("fType"), Int("fSize"), Int("fArrayLength"), Int("fArrayDim"), Int("fMaxIndex") with { Type = 23, ArrayLength = 5, MaxIndex = [5] }, Text("fTypeName"), .. more]);

    private static StreamerElement Base(string name) => new(name, "", 0, "BASE") { ElementClass = "TStreamerBase" };

    private static StreamerElement Int(string name) => new(name, "", 3, "int");

    private static StreamerElement UInt(string name) => new(name, "", 13, "unsigned int");

    private static StreamerElement Double(string name) => new(name, "", 8, "double");

    private static StreamerElement Text(string name) => new(name, "", 65, "TString") { ElementClass = "TStreamerString" };

    private static StreamerElement Pointer(string name, string type) => new(name, "", 64, type) { ElementClass = "TStreamerObjectPointer" };
}
