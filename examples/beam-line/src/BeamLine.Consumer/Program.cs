using System.Globalization;
using BeamLine;
using Mlp;

// dotnet run --project src/BeamLine.Consumer -- <beam> [predictions]
// Looks at a beam once per second, through both models one after the other. Newly published weights are taken up as they
// appear; no prediction waits for them.
if (args is not [var beam, .. var rest] || rest.Length > 1)
{
    await Console.Error.WriteLineAsync("say which beam, and how often to look: proton 10");
    return 2;
}

var times = rest is [var text] ? int.Parse(text, CultureInfo.InvariantCulture) : int.MaxValue;
using var client = new Client();
var watch = new WatchOptions
{
    Interval = TimeSpan.FromSeconds(1),
    Swapped = now => Console.WriteLine($"now {now.Name} {now.Version}"),
    LoadFailed = (bad, failure) => Console.Error.WriteLine($"{bad.Name} {bad.Version} is skipped: {failure.Message}"),
};
await using var encoder = await client.WatchModelAsync<BeamEncoder>($"{beam}_encoder", watch);
await using var decoder = await client.WatchModelAsync<BeamDecoder>($"{beam}_decoder", watch);
Console.WriteLine($"with {encoder.Parameters.Name} {encoder.Parameters.Version} and {decoder.Parameters.Name} {decoder.Parameters.Version}");

for (var i = 0; i < times; i++)
{
    var seen = BeamProfile.Simulate(count: 1, drift: 0, seed: i)[0];
    var numbers = encoder.Use(model => model.Predict(seen.ToScreen()));
    var screen = decoder.Use(model => model.Predict(numbers));
    var off = seen.ToScreen().Zip(screen, (real, drawn) => MathF.Abs(real - drawn)).Max();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"position {numbers[0]:0.0} mm (really {seen.Position:0.0}), width {numbers[1]:0.0} mm, redrawn within {off:0.00}"));
    await Task.Delay(TimeSpan.FromSeconds(1));
}

return 0;
