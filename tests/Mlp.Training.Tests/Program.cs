using Mlp.Training;
using Mlp.Training.Tests;
using Mlp.Training.Tests.Fitting;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// This program again, as another process that is killed while it fits.
if (args is [FittingChild.Fits, var procedure, var folder])
{
    await FittingChild.Fit(Enum.Parse<FitProcedure>(procedure), folder);
    return 0;
}

return args.Contains("--server") || args.Contains("--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
