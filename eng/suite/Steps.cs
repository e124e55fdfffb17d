using System.Diagnostics;

internal sealed class Steps(string root)
{
    public int Failed { get; private set; }

    /// <summary>Runs a step with its output shown as it comes; what it starts never waits for someone to type.</summary>
    public bool Run(string name, string program, IReadOnlyList<string> arguments)
    {
        var clock = Stopwatch.StartNew();
        int exitCode;
        using (var process = Process.Start(Child.Of(program, arguments, root))!)
        {
            process.StandardInput.Close();
            process.WaitForExit();
            exitCode = process.ExitCode;
        }

        Console.WriteLine($"{name}: {(exitCode == 0 ? "ok" : $"FAILED with exit code {exitCode}")}, {clock.Elapsed.TotalSeconds:F1} s");
        Failed += exitCode == 0 ? 0 : 1;
        return exitCode == 0;
    }

    public bool Fail(string text)
    {
        Console.WriteLine(text);
        Failed++;
        return false;
    }
}
