using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Mlp.Oci;

/// <summary>The containers of an engine.</summary>
public sealed class EngineContainers
{
    private const int LargestLog = 4 << 20;
    private const int LogHead = 8;
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(1);
    private readonly EngineHttp _http;

    internal EngineContainers(EngineHttp http) => _http = http;

    /// <summary>Makes a container and answers its id; it does not run yet.</summary>
    public async Task<string> Create(ContainerSpec spec, Ct ct = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var doing = $"to make the container '{spec.Name}'";
        var answer = await _http.Ask(HttpMethod.Post, $"containers/create?name={Uri.EscapeDataString(spec.Name)}", spec.ToJson(), doing, ct);
        return EngineHttp.Text(answer ?? default, "Id") ?? throw EngineHttp.Refused(doing, "an answer without an id", null);
    }

    /// <summary>Starts a container.</summary>
    public Task Start(string id, Ct ct = default) => _http.Ask(HttpMethod.Post, $"containers/{id}/start", null, $"to start the container {id}", ct);

    /// <summary>How a container is; null where there is none.</summary>
    public async Task<ContainerState?> Find(string id, Ct ct = default) =>
        await _http.AskIfThere(HttpMethod.Get, $"containers/{id}/json", $"to show the container {id}", ct) is { } json ? ContainerState.Read(json) : null;

    /// <summary>The containers that have these labels, running or not.</summary>
    public async Task<IReadOnlyList<LabelledContainer>> List(IReadOnlyDictionary<string, string> labels, Ct ct = default)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var filter = new JsonObject { ["label"] = new JsonArray([.. labels.Select(label => JsonValue.Create($"{label.Key}={label.Value}"))]) };
        var json = await _http.Ask(HttpMethod.Get, $"containers/json?all=true&filters={Uri.EscapeDataString(filter.ToJsonString())}", null, "to list its containers", ct);
        return [.. EngineJson.Items(json ?? default).Select(each => new LabelledContainer(EngineHttp.Text(each, "Id") ?? "", EngineJson.Texts(each, "Labels")))];
    }

    /// <summary>Watches for the next end of a container; when this answers, none is missed.</summary>
    public async Task<ExitWatch> WatchExit(string id, Ct ct = default)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(LongestAnswer);
        try
        {
            var response = await _http.Open(HttpMethod.Post, $"containers/{id}/wait?condition=next-exit", null, null, limited.Token);
            if (!response.IsSuccessStatusCode)
            {
                using (response)
                {
                    throw await EngineHttp.Refused(response, $"to watch the container {id}", limited.Token);
                }
            }

            return new(response, _http);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw _http.Late(LongestAnswer);
        }
    }

    /// <summary>Asks a container to end, and kills it where it has not after this time. One that has ended or is gone is no error.</summary>
    public Task Stop(string id, TimeSpan within, Ct ct = default) =>
        _http.AskIfThere(HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"containers/{id}/stop?t={within.TotalSeconds:0}"), $"to stop the container {id}", ct, within);

    /// <summary>Removes a container with what it has written, running or not. One that is gone, or about to go, is no error.</summary>
    public async Task Remove(string id, Ct ct = default)
    {
        try
        {
            await _http.AskIfThere(HttpMethod.Delete, $"containers/{id}?force=true&v=true", $"to remove the container {id}", ct);
        }
        catch (OciException e) when (e.Status == System.Net.HttpStatusCode.Conflict)
        {
            // It is being removed already.
        }
    }

    /// <summary>What a container said at last, on both of its outputs.</summary>
    public async Task<IReadOnlyList<string>> LastLines(string id, int count, Ct ct = default)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(LongestAnswer);
        try
        {
            using var response = await _http.Open(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"containers/{id}/logs?stdout=true&stderr=true&tail={count}"), null, null, limited.Token);
            return response.IsSuccessStatusCode
                ? Lines(await RegistryAnswers.ReadBounded(response, LargestLog, "the container's log", limited.Token))
                : throw await EngineHttp.Refused(response, $"to show the log of the container {id}", limited.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw _http.Unreachable(e);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw _http.Late(LongestAnswer);
        }
    }

    // Both outputs come as one, in pieces with a head: which one it is, three zeros, and the length.
    internal static IReadOnlyList<string> Lines(ReadOnlySpan<byte> log)
    {
        var text = new StringBuilder();
        while (log.Length > LogHead)
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(log[4..]), (uint)(log.Length - LogHead));
            text.Append(Encoding.UTF8.GetString(log.Slice(LogHead, length)));
            log = log[(LogHead + length)..];
        }

        return text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}

/// <summary>A container as a list has it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Labels">Its labels, the image's among them.</param>
public sealed record LabelledContainer(string Id, IReadOnlyDictionary<string, string> Labels);
