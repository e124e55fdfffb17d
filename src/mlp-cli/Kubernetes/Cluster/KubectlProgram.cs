using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Mlp.Cli.Kubernetes.Cluster;

/// <summary>The <c>kubectl</c> program: asked with lists of arguments, never through a shell, and never left waiting.</summary>
/// <param name="path">Where it is.</param>
/// <param name="connection">Which cluster, and as whom.</param>
internal sealed class KubectlProgram(string path, ClusterConnection connection)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(100);

    /// <summary>The kubectl of the search path. Only whole paths count, so that nothing in the current folder is run.</summary>
    public static KubectlProgram Find(string? searchPath, ClusterConnection connection)
    {
        var name = OperatingSystem.IsWindows() ? "kubectl.exe" : "kubectl";
        var folders = (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathFullyQualified);
        return new(folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) ?? throw KubernetesErrors.KubectlMissing(), connection);
    }

    /// <summary>The same, in a namespace.</summary>
    public KubectlProgram In(string clusterNamespace) => new(path, connection with { Namespace = clusterNamespace });

    /// <summary>What it answers; an error where it fails.</summary>
    public async Task<string> Ask(IReadOnlyList<string> arguments, Ct ct)
    {
        var answer = await Run(arguments, null, ct);
        return answer.Succeeded ? answer.Output : throw KubernetesErrors.KubectlFailed(arguments, answer);
    }

    /// <summary>What it answers, also where it fails.</summary>
    public Task<KubectlAnswer> Run(IReadOnlyList<string> arguments, string? input, Ct ct) => Run(arguments, input, TimeLimit, ct);

    public async Task<KubectlAnswer> Run(IReadOnlyList<string> arguments, string? input, TimeSpan limit, Ct ct)
    {
        using var process = Start(arguments);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limited.Token);
            var errors = process.StandardError.ReadToEndAsync(limited.Token);
            await Task.WhenAll(Give(process, input, limited.Token), output, errors, process.WaitForExitAsync(limited.Token));
            return new(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            ct.ThrowIfCancellationRequested();
            throw KubernetesErrors.KubectlTooSlow(arguments, limit);
        }
    }

    public Process Start(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(path, [.. arguments, .. connection.Arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        try
        {
            return Process.Start(start) ?? throw new UnreachableException("a program that is no document starts a process");
        }
        catch (Win32Exception e)
        {
            throw KubernetesErrors.KubectlNotStarted(path, e);
        }
    }

    private static async Task Give(Process process, string? input, Ct ct)
    {
        try
        {
            await process.StandardInput.WriteAsync((input ?? "").AsMemory(), ct);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything; its exit code and what it said tell why.
        }
    }
}

/// <summary>What kubectl said, and how it ended.</summary>
internal sealed record KubectlAnswer(int ExitCode, string Output, string Errors)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>The API server's reason, as in <c>Error from server (NotFound): …</c>.</summary>
    public bool Is(string reason) => !Succeeded && Errors.Contains($"({reason})", StringComparison.Ordinal);

    /// <summary>Its complaints in one line.</summary>
    public string Complaint => string.Join("; ", Errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>Which cluster is meant, and as whom to ask; what is not said is kubectl's to find.</summary>
internal sealed record ClusterConnection(string? Kubeconfig, string? Context, string? Namespace)
{
    public IReadOnlyList<string> Arguments =>
    [
        .. Kubeconfig is null ? Array.Empty<string>() : [$"--kubeconfig={Kubeconfig}"],
        .. Context is null ? Array.Empty<string>() : [$"--context={Context}"],
        .. Namespace is null ? Array.Empty<string>() : [$"--namespace={Namespace}"],
    ];
}
