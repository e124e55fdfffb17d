using Mlp.ClientTests;
using Mlp.ClientTests.Integration;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

if (args is [OtherProcess.CreatesModel, var parameters])
{
    return await OtherProcess.CreateModel(parameters);
}

if (args is [OtherProcess.SendsAndPulls, var file, var type, var name, var folder])
{
    return await OtherProcess.SendAndPull(file, type, name, folder);
}

return args.Contains("--server") || args.Contains("--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
