using System.Globalization;
using BeamLine;
using Mlp;
using Mlp.Models;
using Mlp.Models.Dense;

// dotnet run --project src/BeamLine.Training -- <beam> [drift in mm]
// Fits both models to the beams of today, and publishes what they learnt. The registry chooses the versions.
if (args is not [var beam, .. var rest] || rest.Length > 1)
{
    await Console.Error.WriteLineAsync("say which beam, and where its orbit is: proton 0.5");
    return 2;
}

var drift = rest is [var text] ? float.Parse(text, CultureInfo.InvariantCulture) : 0;
var beams = BeamProfile.Simulate(count: 4_000, drift, seed: 1);
float[][] screens = [.. beams.Select(b => b.ToScreen())];
float[][] numbers = [.. beams.Select(b => b.ToNumbers())];
var options = new TrainingOptions { Epochs = 60, LearningRate = 0.01f };

var encoder = new BeamEncoder { Training = options };
encoder.Fit(new TrainingData(screens, numbers));
var decoder = new BeamDecoder { Training = options };
decoder.Fit(new TrainingData(numbers, screens));

using var client = new Client();
foreach (var (model, name) in new (IModel, string)[] { (encoder, $"{beam}_encoder"), (decoder, $"{beam}_decoder") })
{
    var metadata = new Dictionary<string, string> { ["beam"] = beam, ["drift"] = drift.ToString(CultureInfo.InvariantCulture) };
    var published = await client.PublishModelParametersVersionAsync(model, name, metadata: metadata);
    Console.WriteLine($"published {published.Name} {published.Version} for {published.PublishedFromType} {published.PublishedFromVersion}");
}

return 0;
