using System.Net;

namespace Mlp.Server.InProcess;

/// <summary>Where the registry of this process listens: nowhere that another process could name.</summary>
internal sealed class PrivateEndPoint : EndPoint
{
    public override string ToString() => "in-process";
}
