using System.Diagnostics;

internal static class Child
{
    // What a developer has configured for daily use must not steer the tests; these two say where optional material lies.
    private static readonly string[] KeptVariables = ["MLP_ROOT_SAMPLES", "MLP_TEST_KUBECONFIG"];

    public static ProcessStartInfo Of(string program, IReadOnlyList<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true };
        var ambient = start.Environment.Keys.Where(k => k.StartsWith("MLP_", StringComparison.Ordinal) && !KeptVariables.Contains(k));
        foreach (var name in ambient.ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["TESTINGPLATFORM_TELEMETRY_OPTOUT"] = "1";
        return start;
    }

    public static (int ExitCode, string Output) Capture(string program, params string[] arguments)
    {
        var start = Of(program, arguments, "/");
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
