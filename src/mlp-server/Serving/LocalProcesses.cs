using System.Collections;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Mlp.Server.Hosting;
using Mlp.Server.Storage;
using Mlp.Wire;

namespace Mlp.Server.Serving;

/// <summary>Runs models as processes beside the registry, each behind a socket that its owner alone can open.</summary>
internal sealed class LocalProcesses(LayerFolders layers, ServingLayer serving, ServerSettings settings, TimeProvider clock) : IServiceHost
{
    private const string SocketFolder = "run";

    // Nothing else of the registry's environment: its keys and passwords are not the models' business.
    private static readonly string[] PassedOn = ["PATH", "HOME", "USER", "TMPDIR", "LANG", "TZ", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR"];
    private static readonly string[] PassedOnWith = ["LC_", "DOTNET_", "OTEL_"];

    private bool _isClean;

    public string Target => DeploymentTarget.Local;

    // The processes themselves end when the pipe to the registry breaks, whatever ended it.
    public Task Clean(IReadOnlySet<long> wanted, Ct ct)
    {
        if (_isClean)
        {
            return Task.CompletedTask;
        }

        var folder = settings.FileInHome(SocketFolder);
        PrivateFolder.Create(folder);
        foreach (var socket in Directory.EnumerateFiles(folder))
        {
            File.Delete(socket);
        }

        _isClean = true;
        return Task.CompletedTask;
    }

    // They end with it.
    public void Leave()
    {
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The process owns its log.")]
    public async Task<IService> Start(Placement placement, Ct ct)
    {
        var (digest, program) = await serving.Find(placement.Serving, ct);
        var model = await layers.Model(Digest.Parse(placement.Bundle), ct);
        var parameters = await layers.Parameters(Digest.Parse(placement.Content), ct);
        var socket = Path.Combine(settings.FileInHome(SocketFolder), Path.GetRandomFileName()[..8]);
        var log = new ServiceLog(Path.Combine(settings.FileInHome("logs"), $"{placement.Type}+{placement.Parameters}.log"));
        var process = new LocalProcess(Command(program, model, parameters, socket, placement), socket, digest.Text, log);
        try
        {
            process.Begin();
            await new FirstPrediction(process, clock).Wait(ct);
            return process;
        }
        catch
        {
            await process.Stop();
            throw;
        }
    }

    private static ProcessStartInfo Command(string program, string model, string parameters, string socket, Placement placement)
    {
        var start = new ProcessStartInfo(Dotnet())
        {
            WorkingDirectory = model,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            Path.Combine(program, ServingLayer.Program), "--model", model, "--parameters", parameters, "--socket", socket, "--name", placement.Type, "--model-version", placement.TypeVersion,
            "--parameters-name", placement.Parameters, "--parameters-version", placement.ParametersVersion, "--until-input-ends",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var (name, value) in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => ((string)variable.Key, (string?)variable.Value)))
        {
            if (PassedOn.Contains(name) || PassedOnWith.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal)))
            {
                start.Environment[name] = value;
            }
        }

        return start;
    }

    // The one that runs the registry: <root>/shared/Microsoft.NETCore.App/<version>/.
    private static string Dotnet() => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
