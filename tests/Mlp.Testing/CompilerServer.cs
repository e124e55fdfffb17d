using System.Diagnostics.CodeAnalysis;
using Mlp.Testing.Services;

namespace Mlp.Testing;

/// <summary>
/// A compiler that stays for as long as the tests run: one that is started for each build takes more time to start than to compile. It is of this run
/// alone, and ends with it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "It lives as long as the process.")]
internal sealed class CompilerServer
{
    private static readonly Lazy<CompilerServer> OfThisRun = new(() => new());
    private readonly ServiceProcess _process;
    private readonly string _name = $"mlp-{Guid.NewGuid():n}"[..20];

    private CompilerServer()
    {
        _process = new(new("the compiler", "root", Sdk.Program, ["exec", Path.Combine(Sdk.Folder(), "Roslyn", "bincore", "VBCSCompiler.dll"), $"-pipename:{_name}"]));
        _process.UntilReady(() => Task.FromResult(File.Exists(Pipe)), Ct.None).GetAwaiter().GetResult();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
    }

    /// <summary>The variables by which a build finds it.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Variables =>
    [
        new("UseSharedCompilation", "true"),
        new("SharedCompilationId", OfThisRun.Value._name),
    ];

    private string Pipe => Path.Combine(Path.GetTempPath(), _name);

    private void End()
    {
        _process.Kill();
        File.Delete(Pipe);
    }
}
