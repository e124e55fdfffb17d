using System.Text.Json;
using System.Text.Json.Serialization;
using Mlp.Models;

namespace Mlp;

/// <summary>A model that runs as a service of its own, used as if it were in this process. Any number of callers may use it at once.</summary>
/// <typeparam name="TInput">What a prediction takes.</typeparam>
/// <typeparam name="TOutput">What it answers.</typeparam>
/// <remarks>Predictions that find the service busy, being replaced or out of reach are tried again; where that does not help, the fall-back answers, if there is one.</remarks>
public sealed class StandaloneModel<TInput, TOutput> : IPredictor<TInput, TOutput>
{
    // As the serving side reads and writes the types of models.
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly ServiceEndpoint _endpoint;
    private readonly IPredictor<TInput, TOutput>? _fallback;

    internal StandaloneModel(ServiceEndpoint endpoint, IPredictor<TInput, TOutput>? fallback) => (_endpoint, _fallback) = (endpoint, fallback);

    /// <summary>Where it is called.</summary>
    public Uri Endpoint => _endpoint.Address;

    /// <inheritdoc />
    /// <exception cref="MlpException">The model refused the input, failed, or did not answer in time.</exception>
    public async ValueTask<TOutput> PredictAsync(TInput input, Ct ct = default)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(input, Json);
        try
        {
            return await _endpoint.Predict(body, Read, ct);
        }
        catch (MlpException e) when (_fallback is not null && (e.IsTransient || e.Code == ClientErrors.NothingServes))
        {
            return await _fallback.PredictAsync(input, ct);
        }
    }

    private static async Task<TOutput> Read(Stream answer, Ct ct)
    {
        try
        {
            return (await JsonSerializer.DeserializeAsync<TOutput>(answer, Json, ct))!;
        }
        catch (JsonException e)
        {
            throw new MlpException(
                ClientErrors.OtherOutput, $"the service's answer is no {typeof(TOutput).Name}: {e.Message}", typeof(TOutput).FullName,
                "use the output type that the model declares; 'mlp show' names it", e);
        }
    }
}
