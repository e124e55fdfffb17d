using System.Diagnostics;

namespace Mlp.Training.Tests.Fitting;

/// <summary>This test program as a process of its own that fits, slowly, and tells of each pass, until it is killed.</summary>
internal static class FittingChild
{
    public const string Fits = "fit";

    public static Process Start(string folder, FitProcedure procedure)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Fits, procedure.ToString(), folder]) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Insert(0, typeof(FittingChild).Assembly.Location);
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs in the other process.</summary>
    public static Task<FitReport> Fit(FitProcedure procedure, string folder)
    {
        var options = ResumeTests.Options(procedure) with { CheckpointFolder = folder, Progress = new Told() };
        return new StreamingFit(ResumeTests.Network(), ResumeTests.Signal().All, options).RunAsync(Ct.None);
    }

    private sealed class Told : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            Console.WriteLine($"{value.Chunk} {value.Epoch}");
            Thread.Sleep(20);
        }
    }
}
