using System.Runtime.CompilerServices;

namespace Mlp.Cli.Building;

/// <summary>Csproj files as evaluated, each once; those of earlier commands are taken up where nothing changed.</summary>
/// <param name="sdk">Evaluates what was not kept.</param>
/// <param name="environment">Stands for the environment variables, which an evaluation may read: another text, another answer.</param>
internal sealed class Evaluations(DotnetSdk sdk, string environment) : IDisposable
{
    private readonly Dictionary<string, CodeProject> _projects = new(StringComparer.Ordinal);
    private readonly string _conditions = $"{typeof(Evaluations).Module.ModuleVersionId} {sdk.Folder} {environment}";
    private ProjectEvaluator? _evaluator;

    public DotnetSdk Sdk { get; } = sdk;

    public CodeProject Get(string file)
    {
        if (!_projects.TryGetValue(file, out var project))
        {
            _projects[file] = project = KeptEvaluation.Find(file, _conditions) ?? Evaluate(file);
        }

        return project;
    }

    /// <summary>The project with all that it references, each behind those that it needs: the project itself comes last.</summary>
    public IReadOnlyList<CodeProject> Closure(string file)
    {
        var closure = new List<CodeProject>();
        Visit(file, [], closure);
        return closure;
    }

    public void Dispose() => _evaluator?.Dispose();

    private void Visit(string file, HashSet<string> seen, List<CodeProject> closure)
    {
        if (!seen.Add(file))
        {
            return;
        }

        var project = Get(file);
        foreach (var reference in project.References)
        {
            if (!File.Exists(reference.File))
            {
                throw BuildingErrors.NoReferencedProject(file, reference.File);
            }

            Visit(reference.File, seen, closure);
        }

        closure.Add(project);
    }

    private CodeProject Evaluate(string file)
    {
        Sdk.Register();
        return EvaluateWithMsBuild(file);
    }

    // Apart: its types load only after the SDK was registered.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private CodeProject EvaluateWithMsBuild(string file)
    {
        var started = DateTime.UtcNow;
        _evaluator ??= new ProjectEvaluator(Sdk);
        var evaluation = _evaluator.Evaluate(file);
        KeptEvaluation.Keep(evaluation, _conditions, started);
        return evaluation.Project;
    }
}
