using System.Globalization;
using Mlp.Oci.Benchmarks;
using Mlp.Testing.Services;

// dotnet run -c Release --project benchmarks/Mlp.Oci.Benchmarks, as root: twenty images of 10 MB of weights each, made and pushed.
if (args.Length > 0)
{
    await Console.Error.WriteLineAsync($"no arguments are understood, such as '{args[0]}'");
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

await using var engine = await DockerEngine.Start();
var (built, builtOne) = await contest.BuildKit(engine);
Console.WriteLine("| what                                   | seconds |");
Console.WriteLine("| ---                                    | ---     |");
Row("20 images, the bare protocol", Median(bare));
Row("20 images, composed and pushed", Median(ours));
Row("20 images, BuildKit", built.TotalSeconds);
Row("one more, composed and pushed", Median(oneMore));
Row("one more, BuildKit", builtOne.TotalSeconds);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{Median(ours) / Median(bare):F2} times the bare protocol (goal: at most 1.5); {built.TotalSeconds / Median(ours):F1} times as fast as BuildKit (goal: at least 5)"));
return 0;

static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

static void Row(string what, double seconds) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what,-38} | {seconds,7:F2} |"));
