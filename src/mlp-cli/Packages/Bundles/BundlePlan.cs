namespace Mlp.Cli.Packages;

/// <summary>What published projects become as a bundle: its entries, what is left out, and what it says about itself.</summary>
internal sealed record BundlePlan(IReadOnlyList<ArchiveEntry> Entries, IReadOnlyList<LeftOutFile> LeftOut, BundleDescription Description)
{
    public static BundlePlan For(IReadOnlyList<ModelClosure> projects)
    {
        IReadOnlyList<ModelClosure> closures = [.. projects.Where(project => project.Models.Count > 0)];
        RefuseNames(closures);
        List<ArchiveEntry> entries = [new("mlp/"), new(BundleFormat.Root)];
        List<LeftOutFile> leftOut = [];
        List<BundledModel> models = [];
        foreach (var closure in closures)
        {
            // A single project lies where a reader looks first; several would overwrite each other's dependencies there.
            var place = closures.Count == 1 ? "" : closure.Assembly + "/";
            if (place.Length > 0)
            {
                entries.Add(new(BundleFormat.Root + place));
            }

            var content = ClosureEntries.Of(closure, BundleFormat.Root + place);
            DependencyFile.RefuseOnePlatform(closure);
            entries.AddRange(content.Entries);
            leftOut.AddRange(content.LeftOut);
            models.AddRange(closure.Models.Select(model => Bundled(model, closure, place, content.Entries)));
        }

        RefuseTooMuch(entries);
        models.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return new(entries, leftOut, new(BundleFormat.Version, BundleFormat.Runtime, Contract(entries), models));
    }

    private static BundledModel Bundled(ClosureModel model, ModelClosure closure, string place, IReadOnlyList<ArchiveEntry> entries)
    {
        var assembly = place + model.Assembly + ".dll";
        var entry = place + closure.Assembly + ".dll";
        foreach (var needed in new[] { entry, assembly })
        {
            if (!entries.Any(e => e.Source is not null && e.Name == BundleFormat.Root + needed))
            {
                throw BundleErrors.NoAssembly(model, Path.GetFileName(needed), closure.Folder);
            }
        }

        return new(model.Name, model.Class, assembly, entry);
    }

    private static BundleContract Contract(IEnumerable<ArchiveEntry> entries)
    {
        var assemblies = entries.Where(e => e.Source is not null && e.Name.EndsWith(".dll", StringComparison.Ordinal)).Select(e => e.Source!);
        var version = ContractAssembly.HighestReferencedBy(assemblies) ?? throw BundleErrors.NoContract();
        return new(ContractAssembly.Name, version.ToString());
    }

    private static void RefuseNames(IReadOnlyList<ModelClosure> closures)
    {
        if (closures.Count == 0)
        {
            throw BundleErrors.NoModels();
        }

        foreach (var closure in closures)
        {
            if (closure.Assembly.Contains('/', StringComparison.Ordinal) || EntryPath.Refusal(closure.Assembly) is not null || closure.Assembly == BundleFormat.DescriptionFile)
            {
                throw BundleErrors.AssemblyName(closure.Assembly);
            }
        }

        // Not every file system tells upper case from lower.
        if (closures.GroupBy(closure => closure.Assembly, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw BundleErrors.SameAssembly(twice.Key, [.. twice.Select(closure => closure.Folder)]);
        }
    }

    private static void RefuseTooMuch(List<ArchiveEntry> entries)
    {
        var (limits, bytes) = (BundleFormat.Limits, entries.Sum(entry => entry.Length));
        if (entries.Count >= limits.MaxEntries)
        {
            throw BundleErrors.TooMuch($"{entries.Count} files and folders", $"{limits.MaxEntries}");
        }

        if (bytes > limits.MaxTotalBytes - (limits.MaxEntries * 4L * TarHeader.BlockSize))
        {
            throw BundleErrors.TooMuch($"{bytes} bytes", $"{limits.MaxTotalBytes}");
        }
    }
}

/// <summary>A published file or folder that does not go into the bundle.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Reason">What it is.</param>
internal sealed record LeftOutFile(string Path, string Reason);
