namespace Mlp.Root;

/// <summary>Finds out how the entries of a TBranchElement or TBranchObject are written.</summary>
internal sealed class ElementBranches(DecoderFactory factory)
{
    // TBranchElement's types: a counted master of a split collection, and a member of its objects.
    private const int ClonesMaster = 3, CollectionMaster = 4, ClonesMember = 31, CollectionMember = 41;

    /// <summary>The decoder of a branch's entries.</summary>
    /// <param name="parents">The classes of the branches above, innermost first.</param>
    public Decoder Find(BranchDescription branch, IReadOnlyList<string> parents)
    {
        if (branch.BranchClass == "TBranchObject")
        {
            return new NamedObjectDecoder(factory.ForClass(branch.ClassName), branch.IsVirtual);
        }

        if (branch.Type is ClonesMaster or CollectionMaster)
        {
            return new NumberDecoder<int>();
        }

        if (branch.Id < 0)
        {
            return Whole(branch);
        }

        var element = Element(branch, parents);
        return element is null ? new UnknownDecoder($"the file does not describe the member '{branch.LastName}' of the class {branch.ClassName}") : Member(branch, element);
    }

    /// <summary>The type of the member, or the class of the whole object.</summary>
    public string DeclaredType(BranchDescription branch, IReadOnlyList<string> parents) =>
        branch.Id < 0 || Element(branch, parents) is not { } element ? branch.ClassName
        : (element.IsBase ? element.Name : element.TypeName) + (branch.Type is ClonesMember or CollectionMember ? "[]" : "") + (element.ArrayLength > 0 ? $"[{string.Join("][", element.Shape)}]" : "");

    private Decoder Whole(BranchDescription branch) => CppType.Parse(branch.ClassName) is { Name: "string" } ? new StringBranchDecoder()
        : factory.ForClass(branch.ClassName) is ClassDecoder objects && InfoOf(branch) is { } info ? new WholeObjectDecoder(objects, info)
        : factory.ForClass(branch.ClassName);

    private Decoder Member(BranchDescription branch, StreamerElement element)
    {
        var member = factory.ForMember(element);
        if (branch.Type is ClonesMember or CollectionMember)
        {
            return member is CountedArrayDecoder counted ? new SplitCountedDecoder(counted) : new RestDecoder(member, 0);
        }

        return member switch
        {
            CountedObjectsDecoder objects => new RestOfObjectsDecoder(objects.Item),
            CountedArrayDecoder numbers => new RestDecoder(numbers.Item, 1),
            StdStringDecoder => new StringBranchDecoder(),
            _ => member,
        };
    }

    private StreamerElement? Element(BranchDescription branch, IReadOnlyList<string> parents)
    {
        var info = InfoOf(branch);
        var name = branch.LastName;
        if (info is null)
        {
            return null;
        }

        if (branch.Id < info.Elements.Count && Plain(info.Elements[branch.Id].Name) == name)
        {
            return info.Elements[branch.Id];
        }

        return ByName(info, name) ?? parents.Select(parent => factory.Infos.Latest(parent)).OfType<StreamerInfo>().Select(parent => ByName(parent, name)).FirstOrDefault(found => found is not null)
            ?? (branch.Id < info.Elements.Count ? info.Elements[branch.Id] : null);
    }

    private StreamerInfo? InfoOf(BranchDescription branch) => factory.Infos.FindByChecksum(branch.ClassName, branch.Checksum)
        ?? factory.Infos.Find(branch.ClassName, branch.ClassVersion) ?? factory.Infos.Latest(branch.ClassName);

    private StreamerElement? ByName(StreamerInfo info, string name) => ByName(info, name, new(StringComparer.Ordinal));

    private StreamerElement? ByName(StreamerInfo info, string name, HashSet<string> visited)
    {
        if (!visited.Add(info.ClassName))
        {
            return null;
        }

        return info.Elements.FirstOrDefault(element => !element.IsBase && Plain(element.Name) == name)
            ?? info.Elements.Where(element => element.IsBase).Select(element => factory.Infos.Latest(element.Name)).OfType<StreamerInfo>()
                .Select(parent => ByName(parent, name, visited)).FirstOrDefault(member => member is not null);
    }

    private static string Plain(string name) => BranchDescription.WithoutBrackets(name);
}
