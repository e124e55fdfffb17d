namespace Mlp.Server.Compatibility;

/// <summary>A pair as people name it.</summary>
internal sealed record PairNamesRow
{
    public const string Joins =
        "JOIN model_type t ON t.id = p.type_id JOIN parameters n ON n.id = p.name_id JOIN mtv m ON m.id = p.mtv_id JOIN mpv v ON v.id = p.mpv_id";

    public const string Query = $"SELECT t.name AS type, m.version AS type_version, n.name AS parameters, v.major, v.minor FROM pair p {Joins}";

    public string Type { get; init; } = "";

    public string TypeVersion { get; init; } = "";

    public string Parameters { get; init; } = "";

    public long Major { get; init; }

    public long Minor { get; init; }
}
