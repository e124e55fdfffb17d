using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Mlp.Server.Access;

namespace Mlp.Server.Tests.Compatibility;

/// <summary>One random act; what it means depends on what is there when it happens.</summary>
internal sealed record Act(int Kind, int A, int B, int C, int D)
{
    public static Arbitrary<Act[]> Histories { get; } = Arb.From(
        (from kind in Gen.Choose(0, 15)
         from a in Gen.Choose(0, 999)
         from b in Gen.Choose(0, 999)
         from c in Gen.Choose(0, 999)
         from d in Gen.Choose(0, 9)
         select new Act(kind, a, b, c, d)).ArrayOf(), Shrink);

    // Leaving out one act, or the second half, is what makes a history shorter.
    private static IEnumerable<Act[]> Shrink(Act[] history)
    {
        if (history.Length > 3)
        {
            yield return history[..(history.Length / 2)];
        }

        for (var i = 0; i < history.Length; i++)
        {
            yield return [.. history[..i], .. history[(i + 1)..]];
        }
    }
}

/// <summary>Plays a history to the registry and to the plain model of its rules, and says where they differ.</summary>
internal sealed class RandomHistory(RecordedRules recorded, string prefix)
{
    private readonly RulesModel _model = new();
    private readonly string[] _types = [$"{prefix}-type1", $"{prefix}-type2"];
    private readonly string[] _names = [$"{prefix}-weights1", $"{prefix}-weights2"];
    private readonly List<string> _story = [];

    public async Task<string?> FirstDifference(IEnumerable<Act> history)
    {
        await ShareNames();
        foreach (var act in history)
        {
            if (await Play(act) is { } refusal)
            {
                return Told(refusal);
            }
        }

        return await Differs() is { } difference ? Told(difference) : null;
    }

    // Each type is a project of its own, or one version would be one release of both.
    private static string ProjectOf(string type) => $"git.example.org/{type}";

    private async Task ShareNames()
    {
        foreach (var (name, type) in _names.SelectMany(name => _types.Select(type => (name, type))))
        {
            await recorded.Grant(Ownership.Parameters, name, ProjectOf(type));
        }
    }

    private string Told(string difference) => $"{difference}; after:\n{string.Join('\n', _story)}";

    private Task<string?> Play(Act act) => act.Kind switch
    {
        <= 4 => Register(act),
        <= 9 => Publish(act),
        <= 12 => ChangeLink(act),
        _ => Deprecate(act),
    };

    private async Task<string?> Register(Act act)
    {
        var type = _types[act.A % 2];
        var suffix = act.C % 4 == 0 ? $"-rc.{act.C % 3}" : "";
        var version = TypeVersion.TryParse(string.Create(CultureInfo.InvariantCulture, $"{1 + (act.B % 2)}.{act.B / 2 % 4}.{act.B / 8 % 2}{suffix}"))!;
        if (_model.Register(type, version, inherit: act.D > 1) is not null)
        {
            _story.Add($"register {type} {version} inherit={act.D > 1}");
            await recorded.Register(type, version.ToString(), inherit: act.D > 1, project: ProjectOf(type));
        }

        return null;
    }

    private async Task<string?> Publish(Act act)
    {
        if (_model.Mtvs.Count == 0)
        {
            return null;
        }

        var (from, name) = (_model.Mtvs[act.A % _model.Mtvs.Count], _names[act.B % 2]);
        var given = act.C % 4 == 0 ? new ParametersVersion(1 + (act.C / 4 % 2), act.C / 8 % 9) : null;
        var expected = _model.Publish(name, from, given, inherit: act.D > 1)?.Version.ToString();
        _story.Add($"publish {name} from {from.Type} {from.Version} as {given?.ToString() ?? "auto"} inherit={act.D > 1}: {expected ?? "refused"}");
        var actual = await Published(name, from, given, inherit: act.D > 1);
        return actual == expected ? null : $"published {actual ?? "nothing"}, the rules say {expected ?? "nothing"}";
    }

    private async Task<string?> Published(string name, RulesModel.Mtv from, ParametersVersion? given, bool inherit)
    {
        try
        {
            return await recorded.Publish(name, from.Type, from.Version.ToString(), given?.ToString() ?? "auto", inherit);
        }
        catch (Refusal refusal) when (refusal.Code == ErrorCode.Ambiguous || refusal.Code == ErrorCode.VersionExists)
        {
            return null;
        }
    }

    private async Task<string?> ChangeLink(Act act)
    {
        if (_model.Mtvs.Count == 0 || _model.Mpvs.Count == 0)
        {
            return null;
        }

        var (mtv, mpv, linked) = (_model.Mtvs[act.A % _model.Mtvs.Count], _model.Mpvs[act.B % _model.Mpvs.Count], act.C % 2 == 0);
        _story.Add($"{(linked ? "add" : "remove")} {mtv.Type} {mtv.Version} - {mpv.Name} {mpv.Version}");
        (linked ? (Action<RulesModel.Mtv, RulesModel.Mpv>)_model.Add : _model.Remove)(mtv, mpv);
        await recorded.Change(mtv.Type, mtv.Version.ToString(), mpv.Name, mpv.Version.ToString(), linked);
        return null;
    }

    private async Task<string?> Deprecate(Act act)
    {
        var deprecated = act.C % 3 != 0;
        if (act.D % 2 == 0 && _model.Mtvs.Count > 0)
        {
            var mtv = _model.Mtvs[act.A % _model.Mtvs.Count];
            _story.Add($"deprecate={deprecated} {mtv.Type} {mtv.Version}");
            mtv.Deprecated = deprecated;
            await recorded.DeprecateType(mtv.Type, mtv.Version.ToString(), deprecated);
        }
        else if (_model.Mpvs.Count > 0)
        {
            var mpv = _model.Mpvs[act.A % _model.Mpvs.Count];
            _story.Add($"deprecate={deprecated} {mpv.Name} {mpv.Version}");
            mpv.Deprecated = deprecated;
            await recorded.DeprecateParameters(mpv.Name, mpv.Version.ToString(), deprecated);
        }

        return null;
    }

    private async Task<string?> Differs()
    {
        foreach (var type in _types.Where(type => _model.Mtvs.Any(mtv => mtv.Type == type)))
        {
            if (await LinksDiffer(type) is { } difference)
            {
                return difference;
            }

            foreach (var name in _names.Where(name => _model.Mpvs.Any(mpv => mpv.Name == name)))
            {
                if (await PairDiffers(type, name) is { } pair)
                {
                    return pair;
                }
            }
        }

        return null;
    }

    private async Task<string?> LinksDiffer(string type)
    {
        var expected = _model.Links.Where(link => link.Key.Mtv.Type == type)
            .Select(link => $"{link.Key.Mtv.Version} {link.Key.Mpv.Name} {link.Key.Mpv.Version} {link.Value}").ToHashSet();
        var listed = await recorded.Links(type);
        var actual = listed.Select(link => $"{link.TypeVersion} {link.Parameters} {link.ParametersVersion} {Words(link.Origin)}").ToHashSet();
        return listed.Count != actual.Count ? $"{type}: a link is listed twice"
            : expected.Except(actual).FirstOrDefault() is { } missing ? $"{type}: missing link {missing}"
            : actual.Except(expected).FirstOrDefault() is { } extra ? $"{type}: link too many {extra}"
            : null;
    }

    private static string Words(Wire.LinkOrigin origin) => origin switch
    {
        { FromTypeVersion: { } version } => $"inherited from type version {version}",
        { FromParametersVersion: { } version } => $"inherited from parameters version {version}",
        _ => origin.Kind,
    };

    private async Task<string?> PairDiffers(string type, string name)
    {
        var expected = _model.Pair(type, name);
        var words = expected is { } pair ? $"{pair.Mtv.Version} {pair.Mpv.Version}" : "none";
        var actual = await recorded.Pair(type, name) is { } found ? $"{found.TypeVersion} {found.ParametersVersion}" : "none";
        if (actual != words)
        {
            return $"pair {type}/{name} is {actual}, the rules say {words}";
        }

        var why = await recorded.Why(type, name) is { Chosen: { } chosen } ? $"{chosen.TypeVersion} {chosen.ParametersVersion}" : "none";
        return why != words ? $"why {type}/{name} chooses {why}, the rules say {words}" : await LatestDiffers(type, name);
    }

    private async Task<string?> LatestDiffers(string type, string name)
    {
        foreach (var mtv in _model.Mtvs.Where(mtv => mtv.Type == type))
        {
            var expected = _model.LatestFor(mtv, name)?.Version.ToString();
            var actual = await recorded.LatestFor(type, mtv.Version.ToString(), name);
            if (actual != expected)
            {
                return $"latest {name} for {type} {mtv.Version} is {actual ?? "none"}, the rules say {expected ?? "none"}";
            }
        }

        return null;
    }
}
