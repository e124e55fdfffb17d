using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Mlp.Serving.Json;
using Mlp.Serving.Telemetry;

namespace Mlp.Serving.Hosting;

/// <summary>What the process tells of itself and its model.</summary>
internal sealed class Information(ServingState state, RequestMetrics requests)
{
    private const string Json = "application/json";
    private static readonly string Version = typeof(Information).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
    private readonly DateTime _started = Process.GetCurrentProcess().StartTime.ToUniversalTime();

    public void Live(Exchange exchange) => Object(exchange, state.IsBeyondHelp ? 503 : 200, WriteState);

    public void Ready(Exchange exchange) => Object(exchange, IsReady ? 200 : 503, WriteState);

    public static void Server(Exchange exchange) => Object(exchange, 200, json =>
    {
        json.WriteString("name", "mlp-serving");
        json.WriteString("version", Version);
        json.WriteStartArray("extensions");
        json.WriteStringValue("binary_tensor_data");
        json.WriteEndArray();
    });

    public void ModelMetadata(Exchange exchange, string name, string? version)
    {
        DemandModel(name, version);
        var served = state.Demand();
        exchange.Label = served.Label;
        Object(exchange, 200, json =>
        {
            json.WriteString("name", served.Label.Model);
            json.WriteStartArray("versions");
            if (served.Label.ModelVersion is { } known)
            {
                json.WriteStringValue(known);
            }

            json.WriteEndArray();
            json.WriteString("platform", "mlp_dotnet");
            served.WriteTensors(json);
        });
    }

    public void ModelReady(Exchange exchange, string name, string? version)
    {
        DemandModel(name, version);
        Object(exchange, IsReady ? 200 : 503, json =>
        {
            json.WriteString("name", name);
            json.WriteBoolean("ready", IsReady);
        });
    }

    public void ModelNames(Exchange exchange) => Object(exchange, 200, json =>
    {
        json.WriteStartArray("models");
        json.WriteStringValue(state.Demand().Label.Model);
        json.WriteEndArray();
    });

    public void ModelStatus(Exchange exchange, string name)
    {
        DemandModel(name, version: null);
        Object(exchange, IsReady ? 200 : 503, json =>
        {
            json.WriteString("name", name);
            json.WriteString("ready", IsReady ? "True" : "False"); // A text, because KServe's clients compare it as such.
        });
    }

    public void Welcome(Exchange exchange) => Object(exchange, 200, json =>
    {
        WriteState(json);
        json.WriteString("predict", "POST /predict");
        json.WriteString("documentation", "/swagger/");
    });

    public void Example(Exchange exchange) => exchange.Answer(200, Json, state.Demand().Example);

    public void OpenApi(Exchange exchange) => exchange.Answer(200, Json, state.Demand().Describe());

    public void Metrics(Exchange exchange)
    {
        var text = new StringBuilder();
        requests.WriteTo(text);
        state.Served?.WriteMetrics(text);
        RequestMetrics.Describe(text, "mlp_ready", "gauge", "Whether the model answers.");
        text.Append(CultureInfo.InvariantCulture, $"mlp_ready {(IsReady ? 1 : 0)}\n");
        RequestMetrics.Describe(text, "process_start_time_seconds", "gauge", "When the process started, in seconds since 1970.");
        text.Append(CultureInfo.InvariantCulture, $"process_start_time_seconds {new DateTimeOffset(_started).ToUnixTimeMilliseconds() / 1000.0:F3}\n");
        RequestMetrics.Describe(text, "process_resident_memory_bytes", "gauge", "The memory of the process.");
        text.Append(CultureInfo.InvariantCulture, $"process_resident_memory_bytes {Environment.WorkingSet}\n");
        exchange.Answer(200, "text/plain; version=0.0.4; charset=utf-8", Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <exception cref="Refusal">Another model, or another version of it, is served here.</exception>
    public void DemandModel(string name, string? version)
    {
        var label = state.Demand().Label;
        if (Uri.UnescapeDataString(name) != label.Model)
        {
            throw new Refusal(ErrorCode.NoSuchModel, $"model '{Problems.Printable(name)}' is not served here", name, $"this server has '{label.Model}'");
        }

        if (version is not null && Uri.UnescapeDataString(version) != label.ModelVersion)
        {
            throw new Refusal(
                ErrorCode.NoSuchModel, $"version '{Problems.Printable(version)}' of '{label.Model}' is not served here", version,
                label.ModelVersion is null ? "leave the version out: the server was not told which one it has" : $"this server has {label.ModelVersion}");
        }
    }

    private bool IsReady => state.Name == "ready";

    private void WriteState(Utf8JsonWriter json)
    {
        json.WriteString("state", state.Name);
        if (state.Failure is { } failure)
        {
            json.WriteString("code", failure.Code.Code);
            json.WriteString("reason", failure.Message);
            json.WriteString("remedy", failure.Remedy);
        }

        if (state.Served?.Label is { } label)
        {
            json.WriteString("model", label.Model);
            Optional(json, "version", label.ModelVersion);
            Optional(json, "parameters", label.ParametersName);
            Optional(json, "parametersVersion", label.ParametersVersion);
        }
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Object(Exchange exchange, int status, Action<Utf8JsonWriter> write)
    {
        var buffer = ByteBuffer.Mine;
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        exchange.AnswerHeaders.CacheControl = "no-store";
        exchange.Answer(status, Json, buffer.Written);
    }
}
