using System.Text;
using System.Text.Json.Nodes;
using Mlp.Cli.Kubernetes.Objects;

namespace Mlp.Cli.Kubernetes;

/// <summary>A folder of rendered objects that is kept under version control: a file for each pair, and a kustomization.</summary>
internal sealed class RenderedFolder(string folder)
{
    private const string Header = "# Written by mlp deploy --render, which overwrites changes.";
    private const string ProjectMark = "# project: ";
    private const string Kustomization = "kustomization.yaml";

    /// <summary>Writes the pairs, and, where these are all of a project's, removes its others. Answers what became of which file.</summary>
    /// <param name="pairs">The pairs with their objects.</param>
    /// <param name="wholeProject">The project whose pairs these are; null where they may be some of them.</param>
    public IReadOnlyList<RenderedFile> Write(IReadOnlyList<(PairToRun Pair, IReadOnlyList<JsonObject> Objects)> pairs, string? wholeProject)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var files = pairs.ToDictionary(each => $"{each.Pair.Name}.yaml", each => $"{Header}\n{ProjectMark}{each.Pair.Project}\n{Yaml.Write(each.Objects)}", StringComparer.Ordinal);
            DemandOurs(files.Keys.Append(Kustomization));
            var gone = wholeProject is null ? [] : Ours(wholeProject).Where(file => !files.ContainsKey(file)).ToList();
            var done = files.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => new RenderedFile(each.Key, WriteFile(each.Key, each.Value))).ToList();
            gone.ForEach(file => File.Delete(At(file)));
            done.AddRange(gone.Select(file => new RenderedFile(file, "removed")));
            done.Add(new(Kustomization, WriteFile(Kustomization, KustomizationText())));
            return done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw KubernetesErrors.NotRendered(folder, e);
        }
    }

    private string KustomizationText() => $"{Header}\n" + Yaml.Write(
    [
        new()
        {
            ["apiVersion"] = "kustomize.config.k8s.io/v1beta1",
            ["kind"] = "Kustomization",
            ["resources"] = new JsonArray([.. Ours(project: null)]),
        },
    ]);

    private void DemandOurs(IEnumerable<string> files)
    {
        if (files.FirstOrDefault(file => File.Exists(At(file)) && !IsOurs(file, project: null)) is { } foreign)
        {
            throw KubernetesErrors.NotOurFile(At(foreign));
        }
    }

    private IEnumerable<string> Ours(string? project) => Directory.EnumerateFiles(folder, "*.yaml")
        .Select(file => Path.GetFileName(file)).Where(file => file != Kustomization && IsOurs(file, project)).Order(StringComparer.Ordinal);

    private bool IsOurs(string file, string? project)
    {
        using var reader = new StreamReader(At(file));
        return reader.ReadLine() == Header && (project is null || reader.ReadLine() == ProjectMark + project);
    }

    private string WriteFile(string file, string text)
    {
        var (path, bytes) = (At(file), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text));
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
        {
            return "unchanged";
        }

        var partial = path + ".partial";
        File.WriteAllBytes(partial, bytes);
        File.Move(partial, path, overwrite: true);
        return "written";
    }

    private string At(string file) => Path.Combine(folder, file);
}

/// <summary>A file, and whether it was <c>written</c>, <c>unchanged</c> or <c>removed</c>.</summary>
internal sealed record RenderedFile(string File, string Outcome);
