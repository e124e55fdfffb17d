using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Mlp.Cli.Kubernetes.Objects;

namespace Mlp.Cli.Kubernetes.Cluster;

/// <summary>Lets a pair predict from its own example, before it counts as deployed.</summary>
internal sealed class ClusterProbe(KubectlProgram kubectl, string clusterNamespace)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AskedEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>Null where it predicts, else what is wrong; and a note where nobody could ask.</summary>
    /// <param name="pair">Whose answer it has to be.</param>
    /// <param name="service">The Service with its port.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<ProbeAnswer> Ask(PairToRun pair, string service, Ct ct)
    {
        await using var proxy = await ServiceProxy.Open(kubectl, clusterNamespace, service, ct);
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var answer = await Try(proxy.Http, pair, ct);
            if (!answer.IsPassing || clock.Elapsed > Patience)
            {
                return answer;
            }

            await Task.Delay(AskedEvery, ct);
        }
    }

    private static async Task<ProbeAnswer> Try(HttpClient http, PairToRun pair, Ct ct)
    {
        try
        {
            using var example = await http.GetAsync(new Uri("example", UriKind.Relative), ct);
            if (example.StatusCode != HttpStatusCode.OK)
            {
                return await Refused(example, "its example", ct);
            }

            using var input = new ByteArrayContent(await example.Content.ReadAsByteArrayAsync(ct)) { Headers = { ContentType = new("application/json") } };
            using var output = await http.PostAsync(new Uri("predict", UriKind.Relative), input, ct);
            // The example is made up from types: that the model refuses it is an answer, too.
            return output.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest ? OfRight(output, pair) : await Refused(output, "a prediction", ct);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return new($"it does not answer: {e.Message}", null, IsPassing: true);
        }
    }

    // Until the last of the old pods is out of the Service, it may still be the one that answers.
    private static ProbeAnswer OfRight(HttpResponseMessage answer, PairToRun pair)
    {
        var served = $"{Header(answer, "Mlp-Model")} with {Header(answer, "Mlp-Parameters")}";
        var wanted = $"{pair.Type}/{pair.TypeVersion} with {pair.Parameters}/{pair.ParametersVersion}";
        return Header(answer, "Mlp-Model")?.Contains('/', StringComparison.Ordinal) != true || served == wanted
            ? new(null, null)
            : new($"{served} answers in place of {wanted}", null, IsPassing: true);
    }

    private static async Task<ProbeAnswer> Refused(HttpResponseMessage answer, string what, Ct ct)
    {
        var (reason, text) = Told(await answer.Content.ReadAsStringAsync(ct));
        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new(null, "it wants a token, so it was asked for nothing: its own check when it started has to do"),
            HttpStatusCode.Forbidden when reason is not null => new(null, $"nobody here may ask it ({text}), so its own check when it started has to do"),
            HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway => new($"it does not answer when it is asked for {what}: {text}", null, IsPassing: true),
            _ => new($"asked for {what} it answers {(int)answer.StatusCode}: {text}", null),
        };
    }

    // The API server's own refusals are of the kind Status; the model's are problems.
    private static (string? Reason, string Text) Told(string body)
    {
        try
        {
            var json = JsonElement.Parse(body);
            string? Field(string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            return (Field("kind") == "Status" ? Field("reason") ?? "" : null, Field("message") ?? Field("detail") ?? body);
        }
        catch (JsonException)
        {
            return (null, body[..Math.Min(body.Length, 300)]);
        }
    }

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}

/// <summary>What a probe found.</summary>
/// <param name="Trouble">What is wrong; null where nothing is.</param>
/// <param name="Note">Why nobody could ask.</param>
/// <param name="IsPassing">Whether asking again may help.</param>
internal sealed record ProbeAnswer(string? Trouble, string? Note, bool IsPassing = false);
