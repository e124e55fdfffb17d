using Mlp.Serving;
using Mlp.Serving.Hosting;
using Mlp.Serving.Loading;
using Mlp.Serving.Options;
using Mlp.Serving.Telemetry;

// Exit codes: 0 ended as asked, 1 failed, 2 wrong usage.
if (args.Contains("--help"))
{
    Console.WriteLine(OptionReader.Usage);
    return 0;
}

try
{
    var options = OptionReader.Read([.. args.Where(argument => argument != "--health")], Environment.GetEnvironmentVariables());
    return args.Contains("--health") ? await Ask(options) : await Serve(options);
}
catch (Refusal refusal)
{
    await Console.Error.WriteLineAsync($"{refusal.Code.Code} {refusal.Message}; {refusal.Remedy}");
    return refusal.Code == ErrorCode.WrongOption ? 2 : 1;
}

static async Task<int> Ask(ServingOptions options)
{
    var (isReady, answer) = await HealthProbe.Ask(options);
    Console.WriteLine(answer);
    return isReady ? 0 : 1;
}

static async Task<int> Serve(ServingOptions options)
{
    SocketThreads.OnePerProcessor();
    using var stop = new CancellationTokenSource();
    using var hurry = new CancellationTokenSource();
    using var signals = new StopSignals(stop, hurry);
    var (state, requests) = (new ServingState(), new RequestMetrics());
    using var host = new ModelHost(options, state);
    if (options.UntilInputEnds || options.FollowInput)
    {
        _ = InputEnd.Then(stop.CancelAsync, line => host.Take(line));
    }

    using var traces = options.Traces ? Tracing.Send(options.Name ?? "mlp-serving", options.ModelVersion) : null;
    var loading = Task.Run(() => host.Run(stop.Token));
    var routes = new Routes(state, new Access(options.Token), new Information(state, requests));
    var (server, addresses) = await KestrelHost.Start(options, new ServingApplication(routes, state, requests), stop.Token);
    Console.WriteLine(string.Join(' ', addresses));
    await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    var isWhole = await new Drain(state, requests, options.DrainTimeout).Run(server, hurry.Token);
    server.Dispose();
    await Task.WhenAny(loading, Task.Delay(TimeSpan.FromSeconds(1)));
    return isWhole ? 0 : 1;
}
