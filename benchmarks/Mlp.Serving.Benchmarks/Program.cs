using Mlp.Serving.Benchmarks;

// dotnet run -c Release --project benchmarks/Mlp.Serving.Benchmarks [rounds]
// Needs wrk, python3-fastapi, uvicorn, python3-uvloop, python3-httptools, python3-numpy and libopenblas0-pthread of Debian, and npm for onnxruntime-node; peers that are not there are left out and named.
if (args is ["peer", var url, var parameters, var kind])
{
    await BareServer.Run(url, parameters, naive: kind == "naive");
    return 0;
}

var rounds = args is [var number] ? int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) : 2;
using var folder = new BenchmarkFolder();
var peers = Peers.All(folder);
Console.WriteLine($"{Environment.ProcessorCount} processors, shared by server and load generator (wrk); .NET {Environment.Version}; best of {rounds} rounds, taken in turn");
foreach (var missing in Peers.Missing())
{
    Console.WriteLine($"left out: {missing}");
}

var results = new List<Result>();
for (var round = 0; round < rounds; round++)
{
    foreach (var peer in peers)
    {
        results.Add(await Measurement.Of(peer, folder));
    }
}

Table.Print(results);
await ColdStart.Print(peers.First(peer => peer.Name == Peers.Network), folder);
return 0;
