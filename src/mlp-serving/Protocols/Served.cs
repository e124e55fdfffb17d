using System.Globalization;
using System.Text;
using System.Text.Json;
using Mlp.Models;
using Mlp.Serving.Documentation;
using Mlp.Serving.Hosting;
using Mlp.Serving.Json;
using Mlp.Serving.Loading;
using Mlp.Serving.Options;
using Mlp.Serving.Predicting;
using Mlp.Serving.Protocols.Tensors;
using Mlp.Serving.Telemetry;

namespace Mlp.Serving.Protocols;

/// <summary>A model of known types behind all protocols. Each reads its own form of the same inputs and hands them to the same dispatcher.</summary>
internal sealed class Served<TInput, TOutput> : IServed
{
    private readonly Dispatcher<TInput, TOutput> _dispatcher;
    private readonly BatchMetrics _batches = new();
    private readonly SimpleProtocol<TInput, TOutput> _simple;
    private readonly InferenceProtocol<TInput, TOutput> _inference;
    private readonly InstancesProtocol<TInput, TOutput> _instances;
    private readonly RowProtocol<TInput, TOutput> _rows;
    private readonly Func<byte[]> _describe;

    public Served(LoadedClass loaded, ServingOptions options)
    {
        Label = new(loaded.Name, options);
        var json = ModelJson.Options(options.AllowNaN);
        var dispatch = DispatchOptions.From(options, loaded.IsThreadSafe);
#pragma warning disable CA2000 // Belongs to the dispatcher.
        var first = Create(loaded);
#pragma warning restore CA2000
        var example = WarmUp.Run(first, loaded.InputShape?.Dimensions, json);
        Example = JsonSerializer.SerializeToUtf8Bytes(example, json);
        Instance<TInput, TOutput>[] instances = [first, .. Enumerable.Range(1, loaded.IsThreadSafe && !first.HasState ? 0 : dispatch.Lanes - 1).Select(_ => Create(loaded))];
        _dispatcher = new(instances, () => Create(loaded), dispatch, _batches);
        var input = Codecs.Of<TInput>(loaded.InputShape?.Dimensions, json, options.AllowNaN);
        var output = Codecs.Of<TOutput>(loaded.OutputShape?.Dimensions, json, options.AllowNaN);
        _simple = new(_dispatcher, input, output);
        _instances = new(_dispatcher, input, output);
        _rows = new(_dispatcher, input, output);
        var (from, to) = (TensorForms.Of<TInput>(loaded.InputShape, "input"), TensorForms.Of<TOutput>(loaded.OutputShape, "output"));
        _inference = new(_dispatcher, from, to, options.AllowNaN);
        _describe = () => new ApiDocument(Label, json).Write(
            new(typeof(TInput), loaded.InputShape?.Dimensions, JsonSerializer.SerializeToNode(example, json)), new(typeof(TOutput), loaded.OutputShape?.Dimensions, null), from is not null && to is not null);
    }

    public ServedLabel Label { get; }

    public byte[] Example { get; }

    public Action<Refusal?> Hangs
    {
        get => _dispatcher.Hangs;
        set => _dispatcher.Hangs = value;
    }

    public Task Predict(Exchange exchange) => _simple.Predict(exchange);

    public Task PredictMany(Exchange exchange) => _simple.PredictMany(exchange);

    public Task Infer(Exchange exchange) => _inference.Infer(exchange);

    public Task PredictInstances(Exchange exchange) => _instances.Predict(exchange);

    public Task PredictRow(Exchange exchange) => _rows.Predict(exchange);

    public void WriteTensors(Utf8JsonWriter json) => _inference.WriteMetadata(json);

    public byte[] Describe() => _describe();

    public void WriteMetrics(StringBuilder text)
    {
        RequestMetrics.Describe(text, "mlp_batch_size", "histogram", "How many predictions ran together.");
        _batches.Sizes.WriteTo(text, "mlp_batch_size", "");
        Gauge(text, "mlp_queue_length", "Predictions that wait for an instance.", _dispatcher.Waiting);
        Gauge(text, "mlp_sessions", "Sessions that are open.", _dispatcher.OpenSessions);
        Gauge(text, "mlp_instances_busy", "Instances that predict.", _dispatcher.Busy);
        Gauge(text, "mlp_instances_given_up", "Instances whose call does not end.", _dispatcher.GivenUp);
        RequestMetrics.Describe(text, "mlp_model_info", "gauge", "What is served.");
        text.Append(CultureInfo.InvariantCulture, $"mlp_model_info{{model=\"{Label.Model}\",version=\"{Escape(Label.ModelVersion)}\",parameters=\"{Escape(Label.ParametersName)}\",parameters_version=\"{Escape(Label.ParametersVersion)}\"}} 1\n");
    }

    public void Dispose() => _dispatcher.Dispose();

    private static Instance<TInput, TOutput> Create(LoadedClass loaded) => new((IModel<TInput, TOutput>)loaded.Create());

    private static void Gauge(StringBuilder text, string name, string help, int value)
    {
        RequestMetrics.Describe(text, name, "gauge", help);
        text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
    }

    private static string Escape(string? label) => label?.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) ?? "";
}
