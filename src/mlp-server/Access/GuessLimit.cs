using System.Net;
using System.Net.Sockets;
using Mlp.Server.Metrics;

namespace Mlp.Server.Access;

/// <summary>
/// Keeps guessers from asking the database. Every token that was not accepted before counts as a guess from the moment it
/// comes, until it is found to be right; where that is one too many, it waits for what becomes of those before it.
/// </summary>
internal sealed class GuessLimit(RegistryMetrics metrics, TimeProvider clock)
{
    private const int FewAddresses = 10_000;
    private readonly Lock _oneAtATime = new();
    private readonly Dictionary<IPAddress, Guesses> _byAddress = [];
    private int _cleanedAbove = FewAddresses;

    /// <summary>Asks with <paramref name="find"/>, unless too many wrong guesses came from the caller's address.</summary>
    public async Task<TokenRow> Try(HttpContext context, Func<Task<TokenRow>> find)
    {
        var address = AddressOf(context);
        await Enter(address, context.RequestAborted);
        var wasWrong = false;
        try
        {
            return await find();
        }
        catch (Refusal)
        {
            wasWrong = true;
            throw;
        }
        finally
        {
            lock (_oneAtATime)
            {
                _byAddress[address].Leave(wasWrong, clock.GetTimestamp());
            }
        }
    }

    private async Task Enter(IPAddress address, Ct ct)
    {
        while (true)
        {
            Task outcome;
            lock (_oneAtATime)
            {
                var guesses = Of(address);
                if (guesses.TryEnter(clock.GetTimestamp()))
                {
                    return;
                }

                outcome = guesses.NextOutcome ?? throw TooMany(guesses.UntilNext);
            }

            await outcome.WaitAsync(ct);
        }
    }

    private Guesses Of(IPAddress address)
    {
        if (_byAddress.TryGetValue(address, out var known))
        {
            return known;
        }

        if (_byAddress.Count >= _cleanedAbove)
        {
            var now = clock.GetTimestamp();
            foreach (var forgotten in _byAddress.Where(pair => pair.Value.AreForgotten(now)).ToList())
            {
                _byAddress.Remove(forgotten.Key);
            }

            _cleanedAbove = Math.Max(FewAddresses, 2 * _byAddress.Count);
        }

        return _byAddress[address] = new Guesses(clock);
    }

    private Refusal TooMany(TimeSpan wait)
    {
        metrics.RequestWasLimited();
        return new(ErrorCode.TooManyRequests, "too many requests with wrong tokens came from this address", remedy: "wait, and use a token that is accepted") { RetryAfter = wait };
    }

    // One holder of an IPv6 network has 2^64 addresses of it.
    private static IPAddress AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 ? new([.. address.GetAddressBytes().Take(8), .. new byte[8]]) : address;
    }
}
