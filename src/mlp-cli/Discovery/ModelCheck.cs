using Mlp.Models;
using Mlp.Server;
using Mlp.Server.Releases;

namespace Mlp.Cli.Discovery;

/// <summary>A declaration, once it was looked at.</summary>
/// <param name="Name">Null where there is none that could be one.</param>
/// <param name="Model">Null where name or class are not sound.</param>
internal sealed record CheckedDeclaration(ModelDeclaration Declaration, string Place, string? Name, DiscoveredModel? Model);

/// <summary>Makes models of one assembly's declarations.</summary>
internal sealed class ModelCheck(Declarations declarations, TypeResolution resolution)
{
    private readonly DeclaredMetadata _metadata = new(declarations);
    private readonly List<Finding> _findings = [];
    private readonly string _file = declarations.File.FileName;

    public IReadOnlyList<Finding> Findings => _findings;

    public IReadOnlyList<CheckedDeclaration> Run()
    {
        _findings.AddRange(_metadata.Findings);
        _findings.AddRange(declarations.Unknown.Select(what => DiscoveryFindings.UnknownArgument(_file, what)));
        var twice = declarations.Models.GroupBy(model => model.Type).Where(group => group.Key is not null && group.Count() > 1);
        _findings.AddRange(twice.Select(group => DiscoveryFindings.DeclaredTwice(PlaceOf(group.First()))));
        return [.. declarations.Models.Select(Check)];
    }

    private CheckedDeclaration Check(ModelDeclaration declaration)
    {
        var place = PlaceOf(declaration);
        try
        {
            var name = CheckName(declaration, place);
            var model = CheckClass(declaration, place) is var (file, contract) && name is not null ? Describe(declaration, name, file, contract) : null;
            _findings.AddRange(model is null ? [] : TextFindings(model));
            return new(declaration, place, name, model);
        }
        catch (BadImageFormatException e)
        {
            _findings.Add(DiscoveryFindings.Unreadable(place, e.Message));
            return new(declaration, place, null, null);
        }
    }

    private string? CheckName(ModelDeclaration declaration, string place)
    {
        if (declaration.Name is { } given)
        {
            _findings.AddRange(ModelName.IsValid(given) ? [] : [DiscoveryFindings.InvalidName(place, given)]);
            return ModelName.IsValid(given) ? given : null;
        }

        try
        {
            return declaration.Type is NamedType type ? ModelName.FromClass(type.Path[^1]) : null;
        }
        catch (ArgumentException)
        {
            _findings.Add(DiscoveryFindings.NoNameFollows(place));
            return null;
        }
    }

    /// <summary>The file with the class, and the interface it implements; null after an error.</summary>
    private (string File, NamedType Contract)? CheckClass(ModelDeclaration declaration, string place)
    {
        if (declaration.Type is not NamedType type)
        {
            _findings.Add(declaration.Type is null ? DiscoveryFindings.ClassNotFound(place, null) : DiscoveryFindings.NotAModel(place));
            return null;
        }

        switch (resolution.Find(type))
        {
            case ResolvedType.Found(var file, var definition):
                var findings = ClassCheck.Of(file, definition, type.Arguments.Count, declaration, place).ToList();
                _findings.AddRange(findings);
                var isOpen = type.Arguments.Count == 0 && definition.GetGenericParameters().Count > 0;
                var contract = isOpen ? null : CheckContract(type, place);
                return contract is not null && findings.TrueForAll(finding => finding.Severity != Severity.Error) ? (file.FileName, contract) : null;
            case ResolvedType.InMissingAssembly(var assembly):
                _findings.Add(DiscoveryFindings.MissingAssembly(place, CSharpName.Of(type), assembly));
                return null;
            case ResolvedType.Missing(var assembly):
                _findings.Add(DiscoveryFindings.ClassNotFound(place, assembly));
                return null;
            default:
                _findings.Add(DiscoveryFindings.NotAModel(place));
                return null;
        }
    }

    private NamedType? CheckContract(NamedType type, string place)
    {
        var contracts = ModelContracts.Of(type, resolution);
        _findings.AddRange(contracts.Missing.Select(missing => missing.IsAssembly
            ? DiscoveryFindings.MissingAssembly(place, CSharpName.Of(missing.Type), missing.Assembly)
            : DiscoveryFindings.MissingInAssembly(place, CSharpName.Of(missing.Type), missing.Assembly)));
        if (contracts.Models.Count > 1)
        {
            _findings.Add(DiscoveryFindings.SeveralContracts(place, contracts.Models.Select(CSharpName.Of)));
        }
        else if (contracts.Models.Count == 0 && contracts.Missing.Count == 0)
        {
            _findings.Add(DiscoveryFindings.NotAModel(place));
        }

        return contracts is { Models: [var only], Missing: [] } ? only : null;
    }

    private DiscoveredModel Describe(ModelDeclaration declaration, string name, string file, NamedType contract) => new(
        name, ReflectionName.Of(declaration.Type!), file, _file, declaration.Standalone, declaration.Description,
        _metadata.Of(declaration.Type!), CSharpName.Of(contract.Arguments[0]), CSharpName.Of(contract.Arguments[1]));

    private static IEnumerable<Finding> TextFindings(DiscoveredModel model)
    {
        if (!Input.IsText(model.Class, ReleaseRequest.MaxClass))
        {
            yield return DiscoveryFindings.TextNotAllowed(model.Place, "class", ReleaseRequest.MaxClass);
        }

        if (!Input.IsText(model.Assembly, ReleaseRequest.MaxAssembly))
        {
            yield return DiscoveryFindings.TextNotAllowed(model.Place, "assembly", ReleaseRequest.MaxAssembly);
        }

        if (!Input.IsText(model.Input, ReleaseRequest.MaxTypeText))
        {
            yield return DiscoveryFindings.TextNotAllowed(model.Place, "input", ReleaseRequest.MaxTypeText);
        }

        if (!Input.IsText(model.Output, ReleaseRequest.MaxTypeText))
        {
            yield return DiscoveryFindings.TextNotAllowed(model.Place, "output", ReleaseRequest.MaxTypeText);
        }

        if (!Input.IsDescription(model.Description))
        {
            yield return DiscoveryFindings.DescriptionNotAllowed(model.Place);
        }

        if (model.Metadata.Count > Input.MaxMetadata)
        {
            yield return DiscoveryFindings.TooMuchMetadata(model.Place, model.Metadata.Count);
        }
    }

    private string PlaceOf(ModelDeclaration declaration) =>
        DiscoveryFindings.PlaceOf(_file, declaration.Type is null ? declaration.Class ?? declaration.Name : ReflectionName.Of(declaration.Type));
}
