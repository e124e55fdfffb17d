using System.Diagnostics;
using System.Globalization;
using Mlp.Testing;
using Mlp.Testing.Services;

namespace Mlp.Oci.Benchmarks;

/// <summary>Somebody who has twenty pairs of one model in a registry of their own, and makes their images with the installed tool.</summary>
internal sealed class ToolUser : IDisposable
{
    private const string Model = """
        using Mlp.Models;

        [assembly: MlpModel(typeof(Scale), "scale", Standalone = true)]

        public sealed class Scale : IModel<float, float>
        {
            private float _factor;

            public float Predict(float input) => _factor * input;

            public void ExportParameters(ParametersFolder folder) => folder.WriteNumbers("weights.bin", [_factor]);

            public void ImportParameters(ParametersFolder folder) => _factor = folder.ReadSingles("weights.bin")[0];
        }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly Pairs _pairs;
    private readonly string _tool;
    private int _published;
    private Process? _server;

    private ToolUser(Pairs pairs, string tool) => (_pairs, _tool) = (pairs, tool);

    private string Code => _folder.PathOf("model");

    /// <summary>Registers the model and publishes the parameters of all pairs but the last.</summary>
    public static ToolUser Prepare(Pairs pairs, InstalledTool tool, PackedLibraries packages)
    {
        var user = new ToolUser(pairs, tool.Program);
        user._folder.Write("model/Scale.cs", Model);
        user._folder.Write("model/.gitignore", "bin/\nobj/\n");
        user._folder.Write("model/Scale.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="Mlp.Models" Version="{packages.Version}" /></ItemGroup>
            </Project>
            """);
        ExampleCopy.UseFeed(user.Code, packages);
        Sdk.Git(user.Code, "init", "--quiet", "--initial-branch", "main");
        Sdk.Git(user.Code, "add", "--all");
        Sdk.Git(user.Code, "commit", "--quiet", "--message", "The model");
        Sdk.Git(user.Code, "tag", "v1.0.0");
        user.Run("register");
        for (var pair = 0; pair < Pairs.Count; pair++)
        {
            user.Publish(pair, pair);
        }

        return user;
    }

    /// <summary>Pushes the images of all pairs into a registry that has the base alone, and then those of all again after one version more of one's parameters.</summary>
    public (TimeSpan All, TimeSpan OneMore) Push(DockerRegistry registry, string ground)
    {
        string[] command = ["images", "--push", "--repository", $"{registry.Host}/models", "--base", $"{registry.Host}/{ground}"];
        var clock = Stopwatch.StartNew();
        Demand(Run(command), "pushed", Pairs.Count);
        var all = clock.Elapsed;
        Publish(Pairs.Count, _published++ % Pairs.Count);
        clock.Restart();
        Demand(Run(command), "pushed", 1);
        return (all, clock.Elapsed);
    }

    /// <summary>From now on the registry is a process of its own, as it is wherever several people or jobs share one.</summary>
    public async Task Serve()
    {
        _server = Process.Start(Start("server", "--urls", "http://127.0.0.1:0"))!;
        _server.ErrorDataReceived += static (_, _) => { };
        _server.BeginErrorReadLine();
        _ = await _server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("mlp server does not start");
    }

    public void Dispose()
    {
        _server?.Kill();
        _server?.WaitForExit();
        _server?.Dispose();
        _folder.Dispose();
    }

    private static void Demand(string output, string outcome, int count)
    {
        if (output.Split('\n').Count(line => line.StartsWith(outcome, StringComparison.Ordinal)) != count)
        {
            throw new InvalidOperationException($"not {count} images were {outcome}:\n{output}");
        }
    }

    // Each version has other bytes: the time goes into them.
    private void Publish(int weights, int pair)
    {
        var file = Path.Combine(_pairs.Folder, Pairs.Name(weights), "weights.bin");
        using (var bytes = File.OpenWrite(file))
        {
            bytes.Write(BitConverter.GetBytes(Stopwatch.GetTimestamp()));
        }

        Run("publish", string.Create(CultureInfo.InvariantCulture, $"weights-{pair}"), Path.GetDirectoryName(file)!, "--model", "scale@1.0.0");
    }

    private string Run(params string[] arguments)
    {
        using var process = Process.Start(Start(arguments))!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Result : throw new InvalidOperationException($"mlp {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.Result}");
    }

    private ProcessStartInfo Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(_tool, arguments) { WorkingDirectory = Code, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in new[] { ("MLP_HOME", "home"), ("MLP_CACHE", "cache"), ("XDG_CONFIG_HOME", "config") })
        {
            start.Environment[name] = _folder.PathOf(value);
        }

        return start;
    }
}
