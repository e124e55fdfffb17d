using System.Text.Json;

namespace Mlp.Models.Dense.Files;

/// <summary>The two files of a network: a header in JSON, and all numbers as little-endian float32.</summary>
internal static class DenseFiles
{
    public const string Header = "network.json";
    public const string Numbers = "network.f32";

    public static void Write(ParametersFolder folder, Parameters parameters)
    {
        var standardisation = parameters.Standardisation;
        float[] numbers = [.. standardisation?.Means ?? [], .. standardisation?.Scales ?? [], .. parameters.Values];
        if (FirstNotFinite(numbers) is { } at)
        {
            throw new InvalidOperationException($"number {at} of the parameters is {numbers[at]}; "
                + "a network that predicts nothing is not exported: fit it again");
        }

        folder.WriteNumbers(Numbers, numbers);
        folder.WriteJson(Header, Describe(parameters), DenseHeaderJson.Default.DenseHeader);
    }

    public static Parameters Read(ParametersFolder folder)
    {
        RefuseOtherFormats(folder);
        var header = folder.ReadJson(Header, DenseHeaderJson.Default.DenseHeader);
        Layer[] layers = [.. header.Layers.Select((layer, i) => LayerOf(folder, layer, i))];
        var (created, fault) = Architecture.TryCreate(header.Inputs, layers);
        var architecture = created ?? throw Bad(folder, Header, fault!);
        var means = header.Standardised ? header.Inputs : 0;
        var numbers = ReadNumbers(folder, architecture.ParameterCount + (2L * means));
        var standardisation = header.Standardised ? new Standardisation(numbers[..means], numbers[means..(2 * means)]) : null;
        return new(architecture, header.Standardised ? numbers[(2 * means)..] : numbers, standardisation);
    }

    public static InvalidDataException Bad(ParametersFolder folder, string file, string fault) =>
        new($"parameters file '{file}' in '{folder.FullPath}': {fault}");

    private static DenseHeader Describe(Parameters parameters) => new()
    {
        Format = DenseHeader.FormatName,
        Version = DenseHeader.CurrentVersion,
        Inputs = parameters.Architecture.Inputs,
        Standardised = parameters.Standardisation is not null,
        Layers = [.. parameters.Architecture.Layers.Select(l => new DenseHeaderLayer(l.Outputs, Architecture.NameOf(l.Activation)))],
    };

    // Before anything else is understood, because a later version may have members that this one does not know.
    private static void RefuseOtherFormats(ParametersFolder folder)
    {
        using var file = folder.OpenRead(Header);
        using var json = Parse(folder, file);
        var root = json.RootElement;
        var format = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("format", out var f) ? f.ToString() : null;
        if (format != DenseHeader.FormatName)
        {
            throw Bad(folder, Header, $"'format' is {Shown(format)}, not '{DenseHeader.FormatName}'");
        }

        var version = root.TryGetProperty("version", out var v) ? v.GetRawText() : null;
        if (version != "1")
        {
            throw Bad(folder, Header, $"'version' is {Shown(version)}; "
                + $"this package reads version {DenseHeader.CurrentVersion}: use a newer one if it is higher");
        }
    }

    private static JsonDocument Parse(ParametersFolder folder, Stream file)
    {
        try
        {
            return JsonDocument.Parse(file);
        }
        catch (JsonException bad)
        {
            throw new InvalidDataException($"parameters file '{Header}' in '{folder.FullPath}' is not JSON: {bad.Message}", bad);
        }
    }

    private static Layer LayerOf(ParametersFolder folder, DenseHeaderLayer? layer, int index)
    {
        if (layer is null)
        {
            throw Bad(folder, Header, $"layer {index} is null");
        }

        var known = Enum.GetValues<Activation>();
        var found = Array.FindIndex(known, activation => Architecture.NameOf(activation) == layer.Activation);
        return found >= 0
            ? new(layer.Outputs, known[found])
            : throw Bad(folder, Header, $"layer {index} has the activation {Shown(layer.Activation)}; "
                + $"known are {string.Join(", ", known.Select(Architecture.NameOf))}");
    }

    // The length is compared before memory is taken: the header may claim anything.
    private static float[] ReadNumbers(ParametersFolder folder, long count)
    {
        using (var file = folder.OpenRead(Numbers))
        {
            if (file.Length != count * sizeof(float))
            {
                throw Bad(folder, Numbers, $"it has {file.Length} bytes, "
                    + $"not the {count * sizeof(float)} of the {count} numbers that '{Header}' describes");
            }
        }

        var numbers = new float[count];
        folder.ReadNumbers(Numbers, numbers);
        return FirstNotFinite(numbers) is { } at
            ? throw Bad(folder, Numbers, $"number {at} is {numbers[at]}; weights are finite")
            : numbers;
    }

    private static int? FirstNotFinite(ReadOnlySpan<float> numbers)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!float.IsFinite(numbers[i]))
            {
                return i;
            }
        }

        return null;
    }

    private static string Shown(string? text) => text is null ? "missing" : $"'{(text.Length > 100 ? text[..100] + "…" : text)}'";
}
