using Mlp.Models.Dense.Training;

namespace Mlp.Models.Dense.Files;

/// <summary>The two files of a fit's state: a header in JSON, and the moments of the gradients as little-endian float32.</summary>
internal static class TrainingFiles
{
    private const string Header = "training.json";
    private const string Moments = "moments.f32";

    public static void Write(ParametersFolder folder, TrainingOptions options, Adam? adam)
    {
        var header = TrainingHeader.Of(options);
        if (adam is not null)
        {
            folder.WriteNumbers(Moments, [.. adam.Means, .. adam.Squares]);
            header = header with { Begun = true, Beta1Power = adam.Beta1Power, Beta2Power = adam.Beta2Power };
        }

        folder.WriteJson(Header, header, DenseHeaderJson.Default.TrainingHeader);
    }

    /// <summary>The fit that goes on from the parameters, or null where none had begun.</summary>
    public static StreamedFit? Read(ParametersFolder folder, TrainingOptions options, Parameters? parameters)
    {
        var header = folder.ReadJson(Header, DenseHeaderJson.Default.TrainingHeader);
        if (header.Difference(TrainingHeader.Of(options)) is { } difference)
        {
            throw DenseFiles.Bad(folder, Header, $"it is of a fit with other options: {difference}");
        }

        return header.Begun ? GoOn(folder, header, options, parameters) : null;
    }

    private static StreamedFit GoOn(ParametersFolder folder, TrainingHeader header, TrainingOptions options, Parameters? parameters)
    {
        var present = parameters ?? throw new InvalidOperationException("the network has no parameters yet: import those of the same moment first");
        var fit = new StreamedFit(present.Architecture, options, present);
        var moments = folder.ReadSingles(Moments);
        var count = present.Architecture.ParameterCount;
        if (moments.Length != 2 * count)
        {
            throw DenseFiles.Bad(folder, Moments, $"it has {moments.Length} numbers; {present.Architecture} needs {2 * count}");
        }

        moments.AsSpan(0, count).CopyTo(fit.Adam.Means);
        moments.AsSpan(count).CopyTo(fit.Adam.Squares);
        (fit.Adam.Beta1Power, fit.Adam.Beta2Power) = (header.Beta1Power, header.Beta2Power);
        return fit;
    }
}
