using Mlp.Server.Database;

namespace Mlp.Server.Compatibility;

/// <summary>
/// Which versions of one type and of one parameters name are linked. A link is the latest event that both versions
/// inherit; so nothing is stored per link. Why this equals copying links at every creation: docs/decisions/compatibility.md.
/// </summary>
internal sealed class Links(Chains chains, IReadOnlyList<LinkEventRow> newestFirst)
{
    private const string Events =
        """
        SELECT id, type_id, mtv_id, mtv_major, mtv_chain, mtv_was_last, mpv_id, mpv_major, mpv_chain, mpv_was_last, linked, manual, actor, time, reason
        FROM link_event
        """;

    public static async Task<Links> Between(long typeId, long nameId, Session session, Chains chains) =>
        new(chains, await session.Query<LinkEventRow>($"{Events} WHERE type_id = @typeId AND name_id = @nameId ORDER BY id DESC", new { typeId, nameId }));

    /// <summary>Of all types that ever were linked to these parameters, by the type's id.</summary>
    public static async Task<IReadOnlyDictionary<long, Links>> OfName(long nameId, Session session, Chains chains) =>
        (await session.Query<LinkEventRow>($"{Events} WHERE name_id = @nameId ORDER BY id DESC", new { nameId }))
        .GroupBy(e => e.TypeId)
        .ToDictionary(events => events.Key, events => new Links(chains, [.. events]));

    /// <summary>Inheritance stays within a major, so only these can have links at all; the highest first.</summary>
    public IReadOnlyList<long> MtvMajors { get; } = Majors(newestFirst, e => e.MtvMajor);

    public IReadOnlyList<long> MpvMajorsFor(long mtvMajor) => Majors(newestFirst.Where(e => e.MtvMajor == mtvMajor), e => e.MpvMajor);

    public async ValueTask<bool> Exists(Link mtv, Link mpv) => (await Deciding(mtv, mpv))?.Linked == 1;

    /// <summary>The event that decides; null where there never was one: not linked.</summary>
    public async ValueTask<LinkEventRow?> Deciding(Link mtv, Link mpv)
    {
        foreach (var e in newestFirst)
        {
            if (await chains.Inherits(mtv, e.MtvSide, e.Id) && await chains.Inherits(mpv, e.MpvSide, e.Id))
            {
                return e;
            }
        }

        return null;
    }

    private static List<long> Majors(IEnumerable<LinkEventRow> events, Func<LinkEventRow, long> major) =>
        [.. events.Where(e => e.Linked == 1).Select(major).Distinct().OrderDescending()];
}
