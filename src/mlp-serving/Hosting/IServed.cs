using System.Text;
using System.Text.Json;

namespace Mlp.Serving.Hosting;

/// <summary>A loaded model behind all protocols; its types are known within.</summary>
internal interface IServed : IDisposable
{
    ServedLabel Label { get; }

    /// <summary>Is told when every instance hangs, and with null when one has come back.</summary>
    Action<Refusal?> Hangs { get; set; }

    /// <summary>One input, one output.</summary>
    Task Predict(Exchange exchange);

    /// <summary>An array of inputs, an array of outputs.</summary>
    Task PredictMany(Exchange exchange);

    /// <summary>The Open Inference Protocol.</summary>
    Task Infer(Exchange exchange);

    /// <summary>KServe's first protocol.</summary>
    Task PredictInstances(Exchange exchange);

    /// <summary>TFaaS' rows of keys and values.</summary>
    Task PredictRow(Exchange exchange);

    /// <summary>What the Open Inference Protocol tells of a model's tensors.</summary>
    void WriteTensors(Utf8JsonWriter json);

    void WriteMetrics(StringBuilder text);

    /// <summary>An input that the model takes, or that it refuses as a model may.</summary>
    byte[] Example { get; }

    /// <summary>The OpenAPI document, for these protocols and types.</summary>
    byte[] Describe();
}
