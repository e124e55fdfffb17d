using System.Collections.Immutable;
using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Mlp.Cli.Discovery;

/// <summary>The metadata of one assembly, in memory: nothing of it can run, and a build that rewrites the file meanwhile does no harm.</summary>
internal sealed class AssemblyFile : IDisposable
{
    /// <summary>Ten times what the largest assemblies have.</summary>
    private const int MaxMetadataBytes = 256 << 20;

    private readonly MetadataReaderProvider _metadata;
    private Dictionary<string, int>? _rows;

    private AssemblyFile(string path, MetadataReaderProvider metadata)
    {
        _metadata = metadata;
        Reader = ReaderOf(metadata);
        FileName = Path.GetFileName(path);
        Scope = new(Path.GetFileNameWithoutExtension(path));
        KnowsModels = References(AssemblyScope.ModelContracts);
    }

    public MetadataReader Reader { get; }

    public string FileName { get; }

    /// <summary>As others refer to it: the runtime finds assemblies by their files' names.</summary>
    public AssemblyScope Scope { get; }

    /// <summary>Whether it references the contracts of models; without that it declares none.</summary>
    public bool KnowsModels { get; }

    /// <exception cref="BadImageFormatException">It is no assembly; the message says what else.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static AssemblyFile Open(string path)
    {
        // A pipe or a device has no length; opening it could wait for ever.
        var length = new FileInfo(path).Length;
        if (length is 0 or > int.MaxValue)
        {
            throw new BadImageFormatException(length == 0 ? "it is empty" : "it is larger than 2 GiB");
        }

        var provider = MetadataReaderProvider.FromMetadataImage(ReadMetadata(path));
        try
        {
            var file = new AssemblyFile(path, provider);
            return file.Reader.IsAssembly ? file : throw new BadImageFormatException("it is a module without an assembly");
        }
        catch
        {
            provider.Dispose();
            throw;
        }
    }

    /// <summary>The class that is nested in the given one, or in none where that is nil; null where there is none.</summary>
    public TypeDefinitionHandle? Find(TypeDefinitionHandle enclosing, string space, string name)
    {
        _rows ??= Index();
        return _rows.TryGetValue(Key(enclosing, space, name), out var row) ? MetadataTokens.TypeDefinitionHandle(row) : null;
    }

    /// <summary>Where a class went that other assemblies still look for in this one, or null.</summary>
    public AssemblyScope? ForwardOf(string space, string name)
    {
        foreach (var handle in Reader.ExportedTypes)
        {
            var type = Reader.GetExportedType(handle);
            if (type.IsForwarder && type.Implementation.Kind == HandleKind.AssemblyReference
                && Reader.StringComparer.Equals(type.Name, name) && Reader.StringComparer.Equals(type.Namespace, space))
            {
                return ScopeOf((AssemblyReferenceHandle)type.Implementation);
            }
        }

        return null;
    }

    public AssemblyScope ScopeOf(AssemblyReferenceHandle handle)
    {
        var reference = Reader.GetAssemblyReference(handle);
        return AssemblyScope.Of(Reader.GetString(reference.Name), Reader.GetBlobContent(reference.PublicKeyOrToken));
    }

    public void Dispose() => _metadata.Dispose();

    private static ImmutableArray<byte> ReadMetadata(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var headers = new PEHeaders(stream);
        if (headers.CorHeader is not { } cor)
        {
            throw new BadImageFormatException("it is native code");
        }

        // Precompiled assemblies, whose native part the runtime may ignore, are marked as libraries of IL.
        if ((cor.Flags & (CorFlags.ILOnly | CorFlags.ILLibrary)) == 0)
        {
            throw new BadImageFormatException("it mixes native and managed code");
        }

        var (start, size) = (headers.MetadataStartOffset, headers.MetadataSize);
        if (start <= 0 || size is <= 0 or > MaxMetadataBytes || size > stream.Length - start)
        {
            throw new BadImageFormatException("its metadata is cut off or too large");
        }

        var bytes = GC.AllocateUninitializedArray<byte>(size);
        stream.Position = start;
        stream.ReadExactly(bytes);
        return ImmutableCollectionsMarshal.AsImmutableArray(bytes);
    }

    private static MetadataReader ReaderOf(MetadataReaderProvider metadata)
    {
        try
        {
            return metadata.GetMetadataReader(MetadataReaderOptions.None);
        }
        catch (OverflowException e)
        {
            // The framework adds up sizes that stand in the file.
            throw new BadImageFormatException("its metadata is damaged", e);
        }
    }

    private bool References(string assembly)
    {
        foreach (var handle in Reader.AssemblyReferences)
        {
            if (Reader.StringComparer.Equals(Reader.GetAssemblyReference(handle).Name, assembly))
            {
                return true;
            }
        }

        return false;
    }

    // Not the framework's own map of nested classes: it fails with a null reference where the metadata is damaged.
    private Dictionary<string, int> Index()
    {
        var rows = new Dictionary<string, int>(Reader.TypeDefinitions.Count, StringComparer.Ordinal);
        foreach (var handle in Reader.TypeDefinitions)
        {
            var type = Reader.GetTypeDefinition(handle);
            rows.TryAdd(Key(type.GetDeclaringType(), Reader.GetString(type.Namespace), Reader.GetString(type.Name)), MetadataTokens.GetRowNumber(handle));
        }

        return rows;
    }

    // Texts and numbers, which dictionaries come compiled for: any other key costs a start of the tool ten milliseconds.
    private static string Key(TypeDefinitionHandle enclosing, string space, string name) =>
        string.Concat(MetadataTokens.GetRowNumber(enclosing).ToString(CultureInfo.InvariantCulture), "\0", space, "\0" + name);
}
