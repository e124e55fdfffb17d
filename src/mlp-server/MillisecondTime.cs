namespace Mlp.Server;

/// <summary>Times as the record keeps them.</summary>
internal static class MillisecondTime
{
    public static DateTimeOffset ToTime(this long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static DateTimeOffset? ToTime(this long? milliseconds) => milliseconds is { } value ? value.ToTime() : null;
}
