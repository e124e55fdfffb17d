using System.Buffers;
using System.Diagnostics;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Mlp.Serving.Predicting;
using Mlp.Serving.Telemetry;

namespace Mlp.Serving.Hosting;

/// <summary>A request and its answer. A connection has one, again and again.</summary>
internal sealed class Exchange
{
    public const string SessionHeader = "Mlp-Session";
    private readonly IFeatureCollection _features;
    private readonly IHttpRequestFeature _request;
    private readonly IHttpResponseFeature _response;
    private readonly IHttpResponseBodyFeature _answer;
    private readonly IRequestBodyPipeFeature _body;
    private readonly Ct _closed;
    private Activity? _activity;
    private long _started;

    /// <summary>The connection has the same features for all of its requests.</summary>
    public Exchange(IFeatureCollection features)
    {
        _features = features;
        (_request, _response) = (features.GetRequiredFeature<IHttpRequestFeature>(), features.GetRequiredFeature<IHttpResponseFeature>());
        (_answer, _body) = (features.GetRequiredFeature<IHttpResponseBodyFeature>(), features.GetRequiredFeature<IRequestBodyPipeFeature>());
        _closed = features.Get<IConnectionLifetimeFeature>()?.ConnectionClosed ?? Ct.None;
    }

    public string Method => _request.Method;

    public string Path => _request.Path;

    public string Query => _request.QueryString;

    public IHeaderDictionary Headers => _request.Headers;

    public IHeaderDictionary AnswerHeaders => _response.Headers;

    public Protocol Protocol { get; set; }

    public int Status => _response.StatusCode;

    public bool HasAnswered { get; private set; }

    /// <summary>Whether the connection ends with this answer.</summary>
    public bool IsLast { get; set; }

    /// <summary>Which model answers; told with every answer of it.</summary>
    public ServedLabel? Label { get; set; }

    public TimeSpan Duration => Stopwatch.GetElapsedTime(_started);

    public string TraceId => _activity?.TraceId.ToHexString() ?? _features.Get<IHttpRequestIdentifierFeature>()?.TraceIdentifier ?? "";

    public void Begin()
    {
        _started = Stopwatch.GetTimestamp();
        (Protocol, HasAnswered, IsLast, Label) = (Protocol.Other, false, false, null);
        _activity = Tracing.Request(_request.Method, _request.Path, _request.Headers);
    }

    public void End()
    {
        _activity?.SetTag("http.response.status_code", Status);
        _activity?.SetStatus(Status >= 500 ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
        _activity?.Dispose();
        _activity = null;
    }

    public ValueTask<Body> ReadBody() => Body.Read(_body.Reader);

    /// <param name="session">The session's id, where the protocol has a place of its own for it.</param>
    public Caller CallerOf(string? session = null) =>
        new(_started, session ?? SessionId(), _closed);

    /// <summary>Answers with a whole body.</summary>
    public void Answer(int status, string contentType, ReadOnlySpan<byte> body)
    {
        HasAnswered = true;
        _response.StatusCode = status;
        var headers = _response.Headers;
        headers.ContentType = contentType;
        headers.ContentLength = body.Length;
        Label?.WriteTo(headers);
        if (IsLast)
        {
            headers.Connection = "close";
        }

        _ = _answer.StartAsync(); // Writes the headers, so that the body goes behind them without a copy in between; nothing is sent before the end.
        _answer.Writer.Write(body);
    }

    public void Abort() => _features.Get<IHttpRequestLifetimeFeature>()?.Abort();

    private string? SessionId()
    {
        var header = _request.Headers[SessionHeader];
        return header.Count > 0 ? header.ToString() : null;
    }
}
