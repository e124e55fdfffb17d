using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Mlp.Server.InProcess;

/// <summary>Kestrel's end of a connection within this process.</summary>
[SuppressMessage("Reliability", "CA2213", Justification = "The caller may leave after Kestrel has; a source that is disposed of could not be told. It holds nothing but memory.")]
[SuppressMessage("Design", "CA1001", Justification = "As above; Kestrel disposes of the connection.")]
internal sealed class PrivateConnection : DefaultConnectionContext
{
    // Room for some writes of a blob, so that both sides work at the same time.
    private static readonly PipeOptions Buffers = new(
        pauseWriterThreshold: 1 << 20, resumeWriterThreshold: 1 << 19, minimumSegmentSize: 1 << 15, useSynchronizationContext: false);

    private static long _count;

    private readonly CancellationTokenSource _closed = new();
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private PrivateStream? _caller;

    private PrivateConnection(PipeReader input, PipeWriter output)
        : base($"in-process-{Interlocked.Increment(ref _count)}")
    {
        (_input, _output) = (input, output);
        Transport = new Ends(input, output);
        ConnectionClosed = _closed.Token;
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "Whoever opens a connection owns both ends.")]
    public static (PrivateConnection Connection, PrivateStream Stream) Open(EndPoint endPoint)
    {
        var (requests, answers) = (new Pipe(Buffers), new Pipe(Buffers));
        var connection = new PrivateConnection(requests.Reader, answers.Writer) { LocalEndPoint = endPoint };
        connection._caller = new PrivateStream(answers.Reader, requests.Writer, connection.CallerLeft);
        return (connection, connection._caller);
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        _caller!.Break(abortReason);
        CallerLeft();
    }

    public override async ValueTask DisposeAsync()
    {
        await _input.CompleteAsync();
        await _output.CompleteAsync();
        await base.DisposeAsync();
    }

    // As a socket that is closed: a request that still runs is cancelled.
    private void CallerLeft() => _ = _closed.CancelAsync();

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
