namespace Mlp.Cli.Forges;

/// <summary>Who we are to a forge: the header that shows it, and the variable that it comes from, which is all that messages say of it.</summary>
internal sealed class ForgeToken
{
    private readonly string _header;
    private readonly string _value;

    public ForgeToken(string variable, string secret, string header, string? scheme = null)
    {
        if (secret.Any(c => c is <= ' ' or > '~'))
        {
            throw ForgeErrors.InvalidToken(variable);
        }

        (Variable, _header, _value) = (variable, header, scheme is null ? secret : $"{scheme} {secret}");
    }

    public string Variable { get; }

    public void Sign(HttpRequestMessage request) => request.Headers.Add(_header, _value);
}
