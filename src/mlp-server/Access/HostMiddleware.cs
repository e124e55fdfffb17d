using System.Net;
using Mlp.Server.Hosting;

namespace Mlp.Server.Access;

/// <summary>
/// A web page whose name its owner points at this machine must not reach the registry: the names by which it may be
/// addressed, and the pages that may call it, are known.
/// </summary>
internal sealed class HostMiddleware(RequestDelegate next, ServerSettings settings)
{
    private readonly HashSet<string> _names = new(["localhost", .. settings.AllowedHosts], StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<LocalChannel>() is null)
        {
            DemandHost(context);
            DemandOrigin(context.Request);
        }

        return next(context);
    }

    private void DemandHost(HttpContext context)
    {
        var host = context.Request.Host;
        if (!host.HasValue || !(_names.Contains(host.Host) || IsThisMachine(host.Host, context.Connection.LocalIpAddress)))
        {
            throw new Refusal(ErrorCode.HostRefused, "the registry does not go by this name", host.Value ?? "", "use the address it listens on, or start it with --allowed-hosts");
        }
    }

    private void DemandOrigin(HttpRequest request)
    {
        var origins = request.Headers.Origin;
        if (origins.Count > 0 && !(origins is [{ } origin] && MayCall(origin, request.Host)))
        {
            throw new Refusal(ErrorCode.HostRefused, "pages of this origin may not call the registry", origins.ToString(), "call it from its own pages, or start it with --allowed-hosts");
        }
    }

    // The scheme is left aside: behind a proxy that ends TLS the page has https, and this server sees http.
    private bool MayCall(string origin, HostString host)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return false;
        }

        var sameHost = string.Equals(uri.Host.Trim('[', ']'), host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase);
        return (sameHost && (host.Port is null ? uri.IsDefaultPort : host.Port == uri.Port)) || settings.AllowedHosts.Contains(uri.Host, StringComparer.OrdinalIgnoreCase);
    }

    // An address cannot be pointed elsewhere, as a name can: the one that was connected to is safe.
    private static bool IsThisMachine(string host, IPAddress? connected)
    {
        if (!IPAddress.TryParse(host.Trim('[', ']'), out var address))
        {
            return false;
        }

        return IPAddress.IsLoopback(address) || address.Equals(connected) || (connected is { IsIPv4MappedToIPv6: true } && address.Equals(connected.MapToIPv4()));
    }
}
