namespace Mlp;

/// <summary>Which registry, and how to get there.</summary>
/// <param name="address">The root of the HTTP interface, with a slash at the end; over a socket a name that no resolver is asked for.</param>
/// <param name="token">The bearer token, if any.</param>
/// <param name="socket">The socket, where it is no TCP connection.</param>
/// <param name="startsServer">Whether the registry behind the socket is started when nobody listens.</param>
internal sealed class RegistryConnection(Uri address, string? token, string? socket = null, bool startsServer = false)
{
    public Uri Address { get; } = address;

    public string? Token { get; } = token;

    public string? Socket { get; } = socket;

    public bool StartsServer { get; } = startsServer;

    /// <summary>Opens connections, where that is neither TCP nor the socket alone.</summary>
    public Func<Ct, ValueTask<Stream>>? Connect { get; private init; }

    /// <summary>The same registry, reached in a way of the caller's.</summary>
    public RegistryConnection Through(Func<Ct, ValueTask<Stream>> connect) => new(Address, Token, Socket) { Connect = connect };

    /// <summary>What the registry is called in messages and in the cache.</summary>
    public string Name => Socket is null ? Address.AbsoluteUri.TrimEnd('/') : "unix:" + Socket;

    /// <inheritdoc />
    public override string ToString() => Name;
}
