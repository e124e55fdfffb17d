namespace Mlp.Cli.Discovery;

/// <summary>Finds models in what was built, from metadata alone: no code of the assemblies runs.</summary>
internal static class ModelDiscovery
{
    /// <param name="outputFolder">Where the project was built or published to, with the assemblies it references.</param>
    /// <param name="declaring">The simple names of the assemblies whose declarations count, such as the repository's own; null means all. Others
    /// are read only for the classes that these derive from.</param>
    /// <param name="elsewhere">Files by the simple names of assemblies that the folder may lack.</param>
    /// <exception cref="CommandFailedException">There is no such folder.</exception>
    public static DiscoveryResult Read(DirectoryInfo outputFolder, IReadOnlySet<string>? declaring = null, IReadOnlyDictionary<string, string>? elsewhere = null)
    {
        using var folder = AssemblyFolder.Open(outputFolder, elsewhere ?? new Dictionary<string, string>());
        var (resolution, findings, found) = (new TypeResolution(folder), new List<Finding>(), new List<CheckedDeclaration>());
        foreach (var assembly in folder.Assemblies.Where(each => each.KnowsModels && declaring?.Contains(each.Scope.Name) != false))
        {
            try
            {
                var check = new ModelCheck(DeclarationReader.Read(assembly), resolution);
                found.AddRange(check.Run());
                findings.AddRange(check.Findings);
            }
            catch (BadImageFormatException e)
            {
                findings.Add(DiscoveryFindings.Unreadable(assembly.FileName, e.Message));
            }
        }

        findings.AddRange(Clashes(found));
        return new(
            [.. found.Select(each => each.Model).OfType<DiscoveredModel>().OrderBy(model => model.Name, StringComparer.Ordinal).ThenBy(model => model.Place, StringComparer.Ordinal)],
            [.. findings.OrderBy(finding => finding.Place, StringComparer.Ordinal).ThenBy(finding => finding.Code, StringComparer.Ordinal)],
            folder.Notes);
    }

    private static IEnumerable<Finding> Clashes(IReadOnlyList<CheckedDeclaration> found)
    {
        foreach (var group in found.Where(each => each.Name is not null).GroupBy(each => each.Name!, StringComparer.Ordinal))
        {
            // A class declared twice under one name is another mistake, which has its finding.
            var claims = group.DistinctBy(each => each.Place).OrderBy(each => each.Place, StringComparer.Ordinal).ToList();
            var others = claims.Skip(1).Select(each => each.Place);
            if (claims.Count > 1)
            {
                yield return claims.Exists(each => each.Declaration.Name is null)
                    ? DiscoveryFindings.NamesClash(claims[0].Place, group.Key, others)
                    : DiscoveryFindings.NameTwice(claims[0].Place, group.Key, others);
            }
        }
    }
}
