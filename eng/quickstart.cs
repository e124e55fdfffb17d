#!/usr/bin/env dotnet
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#:include suite/Repository.cs
#:include quickstart/Callers.cs
#:include quickstart/Commands.cs
#:include quickstart/Demo.cs
#:include quickstart/Place.cs
#:include quickstart/StepFailedException.cs
#:include quickstart/Story.cs

// From nothing to a model that serves, is replaced while it is called, and gets a new major version: on this machine alone, with nothing else running.
using System.Runtime.InteropServices;

if (args is not ([] or ["--stay"]))
{
    await Console.Error.WriteLineAsync($"unknown option '{args[0]}'; usage: dotnet run eng/quickstart.cs [-- --stay]");
    return 2;
}

using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var stays = args is ["--stay"];
await using var place = new Place(Repository.Find());
var story = new Story(place);
try
{
    await new Demo(place, story, stop.Token).Run();
    if (stays)
    {
        place.Stay();
    }

    story.End(stays);
    return 0;
}
catch (StepFailedException e)
{
    story.Fail(e);
    return 1;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("interrupted; cleaning up");
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
