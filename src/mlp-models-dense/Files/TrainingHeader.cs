namespace Mlp.Models.Dense.Files;

/// <summary>Where a fit in a stream stands, beside its moments, and what it goes by.</summary>
internal sealed record TrainingHeader
{
    public const string FormatName = "mlp-dense-training";

    public required string Format { get; init; }

    public required int Version { get; init; }

    /// <summary>Whether a chunk was fitted since parameters were last set as a whole; only then there are moments.</summary>
    public required bool Begun { get; init; }

    public required double Beta1Power { get; init; }

    public required double Beta2Power { get; init; }

    public required float LearningRate { get; init; }

    public required float Beta1 { get; init; }

    public required float Beta2 { get; init; }

    public required float Epsilon { get; init; }

    public required int Seed { get; init; }

    public required string Loss { get; init; }

    public required bool StandardiseInputs { get; init; }

    public static TrainingHeader Of(TrainingOptions options) => new()
    {
        Format = FormatName,
        Version = 1,
        Begun = false,
        Beta1Power = 1,
        Beta2Power = 1,
        LearningRate = options.LearningRate,
        Beta1 = options.Beta1,
        Beta2 = options.Beta2,
        Epsilon = options.Epsilon,
        Seed = options.Seed,
        Loss = options.Loss?.ToString() ?? "",
        StandardiseInputs = options.StandardiseInputs,
    };

    /// <summary>The first option that is another one, or null.</summary>
    public string? Difference(TrainingHeader now)
    {
        (string Name, object Then, object Now)[] all =
        [
            (nameof(Format), Format, now.Format),
            (nameof(Version), Version, now.Version),
            (nameof(LearningRate), LearningRate, now.LearningRate),
            (nameof(Beta1), Beta1, now.Beta1),
            (nameof(Beta2), Beta2, now.Beta2),
            (nameof(Epsilon), Epsilon, now.Epsilon),
            (nameof(Seed), Seed, now.Seed),
            (nameof(Loss), Loss, now.Loss),
            (nameof(StandardiseInputs), StandardiseInputs, now.StandardiseInputs),
        ];
        return all.Where(each => !each.Then.Equals(each.Now))
            .Select(each => FormattableString.Invariant($"{each.Name} was {each.Then} and is {each.Now}")).FirstOrDefault();
    }
}
