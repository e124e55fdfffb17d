using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Mlp.Ahead;

/// <summary>
/// A profile as crossgen reads it: an assembly of which nothing runs. Its method <c>AssemblyDictionary</c> names groups, each of them a method
/// whose code loads the tokens of the methods that are to be compiled.
/// </summary>
internal sealed class ProfileWriter(string assembly, Assemblies all, Reach reach)
{
    private const int MaxStack = 8;
    private static readonly Guid Id = new("5b1f1c0e-6d0a-4c1b-9d3f-5a7e2c9b8d11");
    private readonly MetadataBuilder _metadata = new();
    private readonly InstructionEncoder _methods = new(new BlobBuilder());
    private References? _references;

    private References References => _references ??= new(_metadata, all, reach);

    /// <summary>Adds a method, unless the assemblies at hand do not have it: names of the framework's inner types come and go with its versions.</summary>
    public void Add(Instantiation method)
    {
        foreach (var owner in all.Find(method.Owner.Name).Where(type => type.Definition.GetGenericParameters().Count == method.Owner.Arguments.Length))
        {
            foreach (var definition in owner.Definition.GetMethods().Select(owner.Reader.GetMethodDefinition).Where(each => Fits(owner.Reader, each, method)))
            {
                if (References.Method(owner, definition, method) is { } token)
                {
                    _methods.OpCode(ILOpCode.Ldtoken);
                    _methods.Token(token);
                    _methods.OpCode(ILOpCode.Pop);
                }
            }
        }
    }

    public byte[] Bytes()
    {
        var (bodies, file) = (new BlobBuilder(), new BlobBuilder());
        var encoder = new MethodBodyStreamEncoder(bodies);
        var groups = new InstructionEncoder(new BlobBuilder());
        groups.LoadString(_metadata.GetOrAddUserString(assembly + ";"));
        groups.OpCode(ILOpCode.Ldtoken);
        groups.Token(MetadataTokens.MethodDefinitionHandle(1));
        groups.OpCode(ILOpCode.Pop);

        _metadata.AddModule(0, _metadata.GetOrAddString(assembly), _metadata.GetOrAddGuid(Id), default, default);
        _metadata.AddAssembly(_metadata.GetOrAddString(assembly + ".mibc"), new Version(1, 0, 0, 0), default, default, default, AssemblyHashAlgorithm.None);
        Define("Assemblies_" + assembly, encoder.AddMethodBody(_methods, MaxStack));
        Define("AssemblyDictionary", encoder.AddMethodBody(groups, MaxStack));
        _metadata.AddTypeDefinition(default, default, _metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(_metadata), bodies, deterministicIdProvider: static _ => new(Id, 1)).Serialize(file);
        return file.ToArray();
    }

    private void Define(string name, int body)
    {
        var signature = new BlobBuilder();
        new BlobEncoder(signature).MethodSignature().Parameters(0, static result => result.Void(), static _ => { });
        _metadata.AddMethodDefinition(MethodAttributes.Public | MethodAttributes.Static, MethodImplAttributes.IL, _metadata.GetOrAddString(name), _metadata.GetOrAddBlob(signature), body, default);
    }

    private static bool Fits(MetadataReader reader, MethodDefinition definition, Instantiation method) =>
        reader.GetString(definition.Name) == method.Method && definition.GetGenericParameters().Count == method.Arguments.Length && Count(reader, definition) == method.Parameters;

    private static int Count(MetadataReader reader, MethodDefinition definition)
    {
        var signature = reader.GetBlobReader(definition.Signature);
        if (signature.ReadSignatureHeader().IsGeneric)
        {
            signature.ReadCompressedInteger();
        }

        return signature.ReadCompressedInteger();
    }
}
