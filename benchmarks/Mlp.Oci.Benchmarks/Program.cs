using System.Globalization;
using Mlp.Oci.Benchmarks;
using Mlp.Testing;
using Mlp.Testing.Services;

// dotnet run -c Release --project benchmarks/Mlp.Oci.Benchmarks, as root: twenty images of 10 MB of weights each, made and pushed.
// With 'library' the library alone; else the installed tool as well, after dotnet build -c Release, and BuildKit.
if (args is not ([] or ["library"]))
{
    await Console.Error.WriteLineAsync($"'{args[^1]}' is not understood: give nothing, or 'library'");
    return 2;
}

using var pairs = await Pairs.Make();
var contest = new Contest(pairs);
await contest.Ours(); // warms up this process, as the bare protocol's client profits from it as well

var bare = new List<double>();
var ours = new List<double>();
var oneMore = new List<double>();
for (var round = 0; round < 3; round++)
{
    bare.Add((await contest.BareProtocol()).TotalSeconds);
    var (all, one) = await contest.Ours();
    ours.Add(all.TotalSeconds);
    oneMore.Add(one.TotalSeconds);
}

if (args.Length > 0)
{
    Head();
    Library();
    return 0;
}

using var tool = new InstalledTool();
using var packages = new PackedLibraries();
using var user = ToolUser.Prepare(pairs, tool, packages);
await Contest.Tool(user); // unpacks the bundle for its bill of materials, which is kept
var (byTool, oneMoreByTool) = await ByTool();
await user.Serve();
var (byUserOfServer, oneMoreByUserOfServer) = await ByTool();

await using var engine = await DockerEngine.Start();
var (built, builtOne) = await contest.BuildKit(engine);
Head();
Library();
Row("20 images, mlp images, own registry", Median(byTool));
Row("20 images, mlp images, mlp server", Median(byUserOfServer));
Row("20 images, BuildKit", built.TotalSeconds);
Row("one more, mlp images, own registry", Median(oneMoreByTool));
Row("one more, mlp images, mlp server", Median(oneMoreByUserOfServer));
Row("one more, BuildKit", builtOne.TotalSeconds);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{Median(ours) / Median(bare):F2} times the bare protocol (goal: at most 1.5); {built.TotalSeconds / Median(ours):F1} times as fast as BuildKit (goal: at least 5), {built.TotalSeconds / Median(byTool):F1} times through the tool; one more through the tool {Median(oneMoreByUserOfServer):F2} s where a registry runs, as BuildKit's does (goal: under 0.4), and {Median(oneMoreByTool):F2} s where the tool opens its own"));
return 0;

async Task<(List<double> All, List<double> OneMore)> ByTool()
{
    var times = new List<(TimeSpan All, TimeSpan OneMore)>();
    for (var round = 0; round < 3; round++)
    {
        times.Add(await Contest.Tool(user));
    }

    return ([.. times.Select(time => time.All.TotalSeconds)], [.. times.Select(time => time.OneMore.TotalSeconds)]);
}

void Library()
{
    Row("20 images, the bare protocol", Median(bare));
    Row("20 images, composed and pushed", Median(ours));
    Row("one more, composed and pushed", Median(oneMore));
}

static void Head()
{
    Console.WriteLine("| what                                   | seconds |");
    Console.WriteLine("| ---                                    | ---     |");
}

static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

static void Row(string what, double seconds) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what,-38} | {seconds,7:F2} |"));
