using Microsoft.AspNetCore.Connections;
using Mlp.Server.InProcess;

namespace Mlp.Server.Tests.InProcess;

/// <summary>Both ends of a connection in memory behave as those of a socket do.</summary>
public sealed class PrivateStreamTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly PrivateConnection _connection;
    private readonly PrivateStream _stream;

    public PrivateStreamTests() => (_connection, _stream) = PrivateConnection.Open(new PrivateEndPoint());

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        await _connection.DisposeAsync();
    }

    [Fact]
    public async Task Bytes_arrive_in_order_and_in_the_pieces_that_are_asked_for()
    {
        await _connection.Transport.Output.WriteAsync("abcdef"u8.ToArray());
        var buffer = new byte[4];

        Assert.Equal(0, await _stream.ReadAsync(Memory<byte>.Empty));
        Assert.Equal(4, await _stream.ReadAsync(buffer));
        Assert.Equal("abcd"u8.ToArray(), buffer);
        Assert.Equal(2, await _stream.ReadAsync(buffer));
        Assert.Equal("efcd"u8.ToArray(), buffer);
    }

    [Fact]
    public async Task A_writer_waits_for_a_slow_reader()
    {
        var written = _stream.WriteAsync(new byte[4 << 20]).AsTask();
        Assert.False(written.IsCompleted);

        for (var length = 0L; length < 4 << 20;)
        {
            var result = await _connection.Transport.Input.ReadAsync();
            length += result.Buffer.Length;
            _connection.Transport.Input.AdvanceTo(result.Buffer.End);
        }

        await written;
    }

    [Fact]
    public async Task Closing_fails_what_is_being_read_and_written_and_tells_the_other_side()
    {
        var read = _stream.ReadAsync(new byte[1]).AsTask();
        var written = _stream.WriteAsync(new byte[4 << 20]).AsTask();
        var told = new TaskCompletionSource();
        await using var registration = _connection.ConnectionClosed.Register(told.SetResult);

        await _stream.DisposeAsync();

        await Assert.ThrowsAsync<IOException>(() => read.WaitAsync(Patience));
        await Assert.ThrowsAsync<IOException>(() => written.WaitAsync(Patience));
        await told.Task.WaitAsync(Patience);
        await Assert.ThrowsAsync<IOException>(() => _stream.ReadAsync(new byte[1]).AsTask());
        await Assert.ThrowsAsync<IOException>(async () => await _stream.WriteAsync(new byte[1]));
    }

    [Fact]
    public async Task A_registry_that_ends_the_connection_is_read_to_the_end_and_written_to_no_more()
    {
        await _connection.Transport.Output.WriteAsync("last"u8.ToArray());
        await _connection.DisposeAsync();

        Assert.Equal(4, await _stream.ReadAsync(new byte[10]));
        Assert.Equal(0, await _stream.ReadAsync(new byte[10]));
        await Assert.ThrowsAsync<IOException>(async () => await _stream.WriteAsync(new byte[1]));
    }

    [Fact]
    public async Task A_registry_that_gives_the_connection_up_fails_it_and_says_why()
    {
        var read = _stream.ReadAsync(new byte[1]).AsTask();
        var written = _stream.WriteAsync(new byte[4 << 20]).AsTask();

        _connection.Abort(new ConnectionAbortedException("of a test"));

        Assert.Contains("of a test", (await Assert.ThrowsAsync<IOException>(() => read.WaitAsync(Patience))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => written.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_cancelled_read_leaves_the_bytes_to_the_next_one()
    {
        using var cancelled = new CancellationTokenSource();
        var read = _stream.ReadAsync(new byte[1], cancelled.Token).AsTask();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);

        await _connection.Transport.Output.WriteAsync("x"u8.ToArray());
        Assert.Equal(1, await _stream.ReadAsync(new byte[1]));
    }
}
