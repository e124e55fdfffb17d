using System.Net;
using System.Text.Json;

namespace Mlp.Server.Serving;

/// <summary>Waits until a model that was started is ready, and lets it answer a prediction before anybody depends on it.</summary>
internal sealed class FirstPrediction(IService service, TimeProvider clock)
{
    private const int LargestAnswer = 16 << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan AskedEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);

    public async Task Wait(Ct ct)
    {
        var began = clock.GetTimestamp();
        while (!await IsReady(ct))
        {
            if (clock.GetElapsedTime(began) > Longest)
            {
                throw new RolloutException($"it was not ready within {Longest.TotalSeconds:0} s");
            }

            await Task.WhenAny(service.Ended, Task.Delay(AskedEvery, clock, ct));
            ct.ThrowIfCancellationRequested();
            if (service.Ended.IsCompleted)
            {
                throw new RolloutException(await service.Ended);
            }
        }

        await Predict(ct);
    }

    private async Task<bool> IsReady(Ct ct)
    {
        if (await TryAsk("health/ready", null, ct) is not { } answer)
        {
            return false;
        }

        return answer.Status == HttpStatusCode.OK
            || (Field(answer.Body, "state") != "failed" ? false : throw new RolloutException($"the model does not start: {Field(answer.Body, "reason")}"));
    }

    // The example is the model's own; that a model refuses what was made up for it is an answer, too.
    private async Task Predict(Ct ct)
    {
        var example = await TryAsk("example", null, ct) is { Status: HttpStatusCode.OK } found ? found.Body : throw new RolloutException("it gives no example to predict from");
        var answer = await TryAsk("predict", example, ct);
        if (answer?.Status is not (HttpStatusCode.OK or HttpStatusCode.BadRequest))
        {
            throw new RolloutException($"it is ready, but does not predict: {(answer is null ? "no answer" : $"{(int)answer.Status} {Field(answer.Body, "detail")}")}");
        }
    }

    private async Task<Answer?> TryAsk(string path, byte[]? body, Ct ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(LongestAnswer);
        try
        {
            using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, $"http://model/{path}");
            request.Content = body is null ? null : new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
            request.Headers.Authorization = service.Backend.Token is { } token ? new("Bearer", token) : null;
            using var response = await service.Backend.Send(request, limited.Token);
            await response.Content.LoadIntoBufferAsync(LargestAnswer, limited.Token);
            return new(response.StatusCode, await response.Content.ReadAsByteArrayAsync(limited.Token));
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private static string? Field(byte[] json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Answer(HttpStatusCode Status, byte[] Body);
}
