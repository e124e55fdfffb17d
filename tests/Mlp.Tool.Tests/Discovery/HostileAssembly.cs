using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Mlp.Tool.Tests.Discovery;

/// <summary>An assembly that no compiler makes: one model class, whose base class and attribute are the bytes that a test likes.</summary>
internal sealed class HostileAssembly
{
    private const string Name = "Hostile";
    private readonly MetadataBuilder _metadata = new();
    private readonly EntityHandle _attribute;

    public HostileAssembly()
    {
        _metadata.AddModule(0, _metadata.GetOrAddString("Hostile.dll"), _metadata.GetOrAddGuid(Guid.Empty), default, default);
        _metadata.AddAssembly(_metadata.GetOrAddString(Name), new(1, 0, 0, 0), default, default, default, AssemblyHashAlgorithm.Sha1);
        var models = _metadata.AddAssemblyReference(_metadata.GetOrAddString("Mlp.Models"), new(1, 0, 0, 0), default, default, default, default);
        _metadata.AddTypeDefinition(default, default, _metadata.GetOrAddString("<Module>"), default, Field, Method);
        _attribute = _metadata.AddTypeReference(models, _metadata.GetOrAddString("Mlp.Models"), _metadata.GetOrAddString("MlpModelAttribute"));
    }

    /// <summary>What stands for the first class that is added, in signatures.</summary>
    public static byte FirstClass => (2 << 2) | 0;

    private static FieldDefinitionHandle Field => MetadataTokens.FieldDefinitionHandle(1);

    private static MethodDefinitionHandle Method => MetadataTokens.MethodDefinitionHandle(1);

    /// <summary>Adds a class that derives from the type with this signature.</summary>
    public HostileAssembly Class(string name, byte[] parent, int parameters = 0)
    {
        var handle = _metadata.AddTypeDefinition(
            TypeAttributes.Public, default, _metadata.GetOrAddString(name), _metadata.AddTypeSpecification(_metadata.GetOrAddBlob(parent)), Field, Method);
        for (var index = 0; index < parameters; index++)
        {
            _metadata.AddGenericParameter(handle, default, _metadata.GetOrAddString("T"), index);
        }

        return this;
    }

    /// <summary>Declares a model by these bytes.</summary>
    public HostileAssembly Declares(byte[] value, byte[]? constructor = null)
    {
        // Of an instance, two parameters, void, a class (number 1 of the references), text.
        var signature = constructor ?? [0x20, 2, 0x01, 0x12, (1 << 2) | 1, 0x0e];
        var member = _metadata.AddMemberReference(_attribute, _metadata.GetOrAddString(".ctor"), _metadata.GetOrAddBlob(signature));
        _metadata.AddCustomAttribute(EntityHandle.AssemblyDefinition, member, _metadata.GetOrAddBlob(value));
        return this;
    }

    public void Save(FixtureFolder folder)
    {
        var image = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(_metadata, suppressValidation: true), new BlobBuilder()).Serialize(image);
        File.WriteAllBytes(folder.PathOf(Name + ".dll"), image.ToArray());
    }
}
