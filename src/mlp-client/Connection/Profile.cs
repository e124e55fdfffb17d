namespace Mlp;

/// <summary>One registry of the configuration file; at most one of the three ways to a token.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Token">The token itself.</param>
/// <param name="TokenFile">A file that holds the token, relative to the configuration file.</param>
/// <param name="TokenVariable">An environment variable that holds the token.</param>
/// <param name="AllowHttp">Whether plain http to another machine is allowed.</param>
internal sealed record Profile(string Url, string? Token = null, string? TokenFile = null, string? TokenVariable = null, bool AllowHttp = false)
{
    /// <summary>Says nothing of the token.</summary>
    public override string ToString() => Url;
}
