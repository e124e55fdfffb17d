namespace Mlp.Serving.Hosting;

/// <summary>How a request was put.</summary>
internal enum Protocol
{
    Other,
    Simple,
    V2,
    V1,
    Tfaas,
}
