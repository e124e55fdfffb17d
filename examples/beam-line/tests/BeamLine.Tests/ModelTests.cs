using BeamLine;
using Mlp.Models;
using Mlp.Models.Dense;

namespace BeamLine.Tests;

public sealed class ModelTests
{
    private static readonly IReadOnlyList<BeamProfile> Beams = BeamProfile.Simulate(count: 2_000, drift: 0, seed: 1);
    private static readonly BeamProfile Unseen = new(Position: 1.2f, Width: 2.5f, Intensity: 0.8f);

    [Fact]
    public void The_encoder_finds_a_beam_that_it_has_not_seen()
    {
        var numbers = Trained().Encoder.Predict(Unseen.ToScreen());
        Assert.Equal(Unseen.Position, numbers[0], tolerance: 0.3f);
        Assert.Equal(Unseen.Width, numbers[1], tolerance: 0.3f);
        Assert.Equal(Unseen.Intensity, numbers[2], tolerance: 0.1f);
    }

    [Fact]
    public void Encoder_and_decoder_together_redraw_it()
    {
        var (encoder, decoder) = Trained();
        var screen = decoder.Predict(encoder.Predict(Unseen.ToScreen()));
        Assert.All(Unseen.ToScreen().Zip(screen), bin => Assert.Equal(bin.First, bin.Second, tolerance: 0.15f));
    }

    [Fact]
    public void Parameters_that_left_and_entered_predict_the_same()
    {
        var folder = new ParametersFolder(Directory.CreateTempSubdirectory("beam-line-").FullName);
        var (encoder, _) = Trained();
        encoder.ExportParameters(folder);
        var other = new BeamEncoder();
        other.ImportParameters(folder);
        Assert.Equal(encoder.Predict(Unseen.ToScreen()), other.Predict(Unseen.ToScreen()));
        Directory.Delete(folder.FullPath, recursive: true);
    }

    private static (BeamEncoder Encoder, BeamDecoder Decoder) Trained()
    {
        float[][] screens = [.. Beams.Select(b => b.ToScreen())];
        float[][] numbers = [.. Beams.Select(b => b.ToNumbers())];
        var options = new TrainingOptions { Epochs = 40, LearningRate = 0.01f };
        var (encoder, decoder) = (new BeamEncoder { Training = options }, new BeamDecoder { Training = options });
        encoder.Fit(new TrainingData(screens, numbers));
        decoder.Fit(new TrainingData(numbers, screens));
        return (encoder, decoder);
    }
}
