#!/usr/bin/env dotnet
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#:include suite/Child.cs
#:include suite/ForgeTools.cs
#:include suite/Machine.cs
#:include suite/Options.cs
#:include suite/Report.cs
#:include suite/Repository.cs
#:include suite/Steps.cs
#:include suite/Tally.cs
#:include suite/TestProject.cs

// The one test command: sets up a Debian machine, restores locked, checks the form, builds Release, runs every test project.
using System.Diagnostics;

var root = Repository.Find();
var (options, wrong) = Options.Parse(args, TestProject.FindAll(root));
if (options is null)
{
    Console.Error.WriteLine(wrong);
    return 2;
}

var clock = Stopwatch.StartNew();
var steps = new Steps(root);
var ready = Machine.SetUp(steps)
    && ForgeTools.SetUp(steps, root)
    && steps.Run("restore", "dotnet", ["restore", "--locked-mode", "mlp-tool.sln"]);
if (ready)
{
    // Analyzers and code style are errors of the build; what only the formatter sees is the white space, in files of no project too.
    steps.Run("format", "dotnet", ["format", "whitespace", "--folder", ".", "--verify-no-changes", "--exclude", "artifacts"]);
    foreach (var target in options.BuildTargets)
    {
        ready &= steps.Run("build", "dotnet", ["build", target, "-c", "Release", "--no-restore", "--nologo", "-v", "quiet"]);
    }
}

var total = new Tally(0, steps.Failed, 0);
foreach (var project in ready ? options.Projects : [])
{
    total += project.Run(root, options.Long);
}

Console.WriteLine($"elapsed {clock.Elapsed:hh\\:mm\\:ss}");
Console.WriteLine(total);
return total.Failed == 0 ? 0 : 1;
