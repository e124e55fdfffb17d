using System.Reflection.Metadata;

namespace Mlp.Cli.Discovery;

/// <summary>The arguments of an attribute (ECMA-335, II.23.3) whose constructor takes a class or text, and text.</summary>
/// <remarks>The framework's decoder sets memory aside by counts that stand in the file.</remarks>
/// <param name="First">A class is text too.</param>
/// <param name="Named">Values by name: text, a class as text, or a truth.</param>
/// <param name="Unknown">What this version of the tool does not understand; reading ends there.</param>
internal sealed record AttributeBlob(string? First, string? Second, IReadOnlyDictionary<string, object?> Named, string? Unknown)
{
    private const ushort Prolog = 1;
    private const int Instance = 0x20;

    private static readonly Dictionary<string, object?> None = [];

    /// <exception cref="BadImageFormatException">The blob is damaged.</exception>
    public static AttributeBlob Read(MetadataReader reader, CustomAttribute attribute, MemberReference constructor)
    {
        if (!TakesTwoTexts(reader.GetBlobReader(constructor.Signature)))
        {
            return new(null, null, None, "a constructor of another kind");
        }

        var blob = reader.GetBlobReader(attribute.Value);
        _ = blob.ReadUInt16() == Prolog ? blob : throw new BadImageFormatException("an attribute does not start as attributes do");
        var (first, second) = (blob.ReadSerializedString(), blob.ReadSerializedString());
        var named = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var left = blob.ReadUInt16(); left > 0; left--)
        {
            if (!ReadNamed(ref blob, named))
            {
                return new(first, second, named, "an argument of a kind that it has no use for yet");
            }
        }

        return new(first, second, named, null);
    }

    private static bool TakesTwoTexts(BlobReader signature)
    {
        if (signature.ReadByte() != Instance || signature.ReadCompressedInteger() != 2 || signature.ReadByte() != (byte)SignatureTypeCode.Void)
        {
            return false;
        }

        var first = signature.ReadByte();
        if (first == (byte)SignatureTypeKind.Class)
        {
            _ = signature.ReadTypeHandle();
        }

        return first is (byte)SignatureTypeKind.Class or (byte)SignatureTypeCode.String && signature.ReadByte() == (byte)SignatureTypeCode.String;
    }

    private static bool ReadNamed(ref BlobReader blob, Dictionary<string, object?> named)
    {
        var (_, kind) = (blob.ReadByte(), (SerializationTypeCode)blob.ReadByte());
        if (kind is not (SerializationTypeCode.Boolean or SerializationTypeCode.String or SerializationTypeCode.Type))
        {
            return false;
        }

        var name = blob.ReadSerializedString() ?? throw new BadImageFormatException("an argument of an attribute has no name");
        named[name] = kind == SerializationTypeCode.Boolean ? blob.ReadBoolean() : blob.ReadSerializedString();
        return true;
    }
}
