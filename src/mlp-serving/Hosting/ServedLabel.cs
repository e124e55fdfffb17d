using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Mlp.Serving.Options;

namespace Mlp.Serving.Hosting;

/// <summary>What is served, as answers, metrics and metadata tell it.</summary>
internal sealed class ServedLabel(string model, ServingOptions options)
{
    private readonly StringValues _model = options.ModelVersion is null ? model : $"{model}/{options.ModelVersion}";
    private readonly StringValues _parameters = options.ParametersVersion is null ? options.ParametersName : $"{options.ParametersName}/{options.ParametersVersion}";

    public string Model { get; } = model;

    public string? ModelVersion { get; } = options.ModelVersion;

    public string? ParametersName { get; } = options.ParametersName;

    public string? ParametersVersion { get; } = options.ParametersVersion;

    /// <summary>As the log tells it.</summary>
    public override string ToString() => ParametersName is null ? $"{_model}" : $"{_model} with {_parameters}";

    public void WriteTo(IHeaderDictionary headers)
    {
        headers["Mlp-Model"] = _model;
        if (ParametersName is not null)
        {
            headers["Mlp-Parameters"] = _parameters;
        }
    }
}
