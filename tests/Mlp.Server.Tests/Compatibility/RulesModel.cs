namespace Mlp.Server.Tests.Compatibility;

/// <summary>
/// The rules of compatibility, as plainly as they can be said: every link is kept, and copied at every creation.
/// It shares no code with the registry beyond the parsing of versions.
/// </summary>
internal sealed class RulesModel
{
    public List<Mtv> Mtvs { get; } = [];

    public List<Mpv> Mpvs { get; } = [];

    public Dictionary<(Mtv Mtv, Mpv Mpv), string> Links { get; } = [];

    public Mtv? Register(string type, TypeVersion version, bool inherit)
    {
        if (Mtvs.Any(m => m.Type == type && m.Version == version))
        {
            return null;
        }

        var created = new Mtv(type, version);
        var parent = Mtvs.Where(m => m.Type == type && m.Version.Major == version.Major && m.Version < version && !m.Version.IsPrerelease && !m.Deprecated)
            .MaxBy(m => m.Version);
        if (inherit && parent is not null)
        {
            foreach (var (_, mpv) in Links.Keys.Where(link => link.Mtv == parent).ToList())
            {
                Links[(created, mpv)] = $"inherited from type version {parent.Version}";
            }
        }

        Mtvs.Add(created);
        return created;
    }

    /// <summary>Null where the version is ambiguous, or exists.</summary>
    public Mpv? Publish(string name, Mtv from, ParametersVersion? given, bool inherit)
    {
        if ((given ?? Auto(name, from)) is not { } version || Mpvs.Any(p => p.Name == name && p.Version == version))
        {
            return null;
        }

        var created = new Mpv(name, version, from);
        var parent = Mpvs.Where(p => p.Name == name && p.Version.Major == version.Major && p.Version < version && !p.From.Version.IsPrerelease && !p.Deprecated)
            .MaxBy(p => p.Version);
        if (inherit && parent is not null && !from.Version.IsPrerelease)
        {
            foreach (var (mtv, _) in Links.Keys.Where(link => link.Mpv == parent).ToList())
            {
                Links[(mtv, created)] = $"inherited from parameters version {parent.Version}";
            }
        }

        Links[(from, created)] = "published";
        Mpvs.Add(created);
        return created;
    }

    public void Add(Mtv mtv, Mpv mpv) => Links.TryAdd((mtv, mpv), "manual");

    public void Remove(Mtv mtv, Mpv mpv) => Links.Remove((mtv, mpv));

    public (Mtv Mtv, Mpv Mpv)? Pair(string type, string name)
    {
        var counted = Links.Keys
            .Where(link => link.Mtv.Type == type && link.Mpv.Name == name)
            .Where(link => !link.Mtv.Version.IsPrerelease && !link.Mtv.Deprecated && !link.Mpv.Deprecated)
            .ToList();
        return counted.Count == 0 ? null : counted.OrderBy(link => link.Mtv.Version).ThenBy(link => link.Mpv.Version).Last();
    }

    public Mpv? LatestFor(Mtv mtv, string name) =>
        Links.Keys.Where(link => link.Mtv == mtv && link.Mpv.Name == name && !link.Mpv.Deprecated).Select(link => link.Mpv).MaxBy(mpv => mpv.Version);

    private ParametersVersion? Auto(string name, Mtv from)
    {
        var all = Mpvs.Where(p => p.Name == name).Select(p => p.Version).ToList();
        var major = from.Version.Major;
        if (all.Where(v => v.Major == major).Max() is { } last)
        {
            return new(major, last.Minor + 1);
        }

        return all.Any(v => v.Major > major) ? null : new(major, 0);
    }

    internal sealed class Mtv(string type, TypeVersion version)
    {
        public string Type => type;

        public TypeVersion Version => version;

        public bool Deprecated { get; set; }
    }

    internal sealed class Mpv(string name, ParametersVersion version, Mtv from)
    {
        public string Name => name;

        public ParametersVersion Version => version;

        public Mtv From => from;

        public bool Deprecated { get; set; }
    }
}
