namespace Mlp.Oci;

/// <summary>One request, which may be sent more than once.</summary>
/// <param name="Method">The method.</param>
/// <param name="Address">Where to.</param>
/// <param name="Scope">What it needs leave for, as token services call it.</param>
internal sealed record RegistryRequest(HttpMethod Method, Uri Address, string Scope)
{
    /// <summary>The body, made anew for each try.</summary>
    public Func<Patience, HttpContent>? Content { get; init; }

    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>From which byte on an answer is wanted.</summary>
    public long Offset { get; init; }

    public HttpRequestMessage ToMessage(Patience patience)
    {
        var message = new HttpRequestMessage(Method, Address) { Content = Content?.Invoke(patience) };
        foreach (var type in Accept)
        {
            message.Headers.Accept.Add(new(type));
        }

        if (Offset > 0)
        {
            message.Headers.Range = new(Offset, null);
        }

        return message;
    }
}
