using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Mlp.Root;

namespace Mlp.Training.Tests.Chunks;

/// <summary>Random files, cuts and parameters: as the tested code gets them, and as the slow rules do.</summary>
internal sealed class RandomTask(int seed, string folder)
{
    private readonly Random _random = new(seed);
    private readonly List<string> _flat = [];
    private readonly List<string> _jagged = [];
    private readonly Dictionary<string, object> _newBranches = [];
    private readonly Dictionary<string, object> _flatCuts = [];
    private readonly Dictionary<string, object> _jaggedCuts = [];
    private readonly List<Func<SlowEvent, bool>> _cuts = [];
    private readonly List<string> _removed = [];
    private readonly List<string> _paths = [];

    public (TrainingFiles Files, TrainingSettings Settings, string Preprocessing, SlowTask Task) Make()
    {
        var format = _random.Next(3);
        _flat.AddRange(Enumerable.Range(0, _random.Next(1, 5)).Select(i => $"f{(char)('d' - i)}"));
        _jagged.AddRange(format == 1 ? [] : Enumerable.Range(0, _random.Next(0, 4)).Select(i => $"j{i}"));
        var files = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Enumerable.Range(0, _random.Next(5, 400)).Select(_ => NewEvent()).ToList()).ToList();
        for (var i = 0; i < files.Count; i++)
        {
            Write(format, i, files[i]);
        }

        if (format == 0)
        {
            _flat.Add("nj");
        }

        AddRules(files);
        var events = files.Sum(file => file.Count);
        var settings = new TrainingSettings
        {
            Tree = "dir",
            Identifier = ["id"],
            Events = _random.Next(3) == 0 ? _random.Next(files.Count, events + 10) : -1,
            ChunkSize = _random.Next(5) == 0 ? -1 : _random.Next(1, 200),
            Padding = _random.Next(2) == 0 ? float.NaN : -7,
        };
        var byBranch = _random.Next(2) == 0;
        var labels = files.ConvertAll(_ => (float)_random.Next(3));
        var given = TrainingFiles.From(string.Join(',', _paths) + ",", byBranch ? "kind" : string.Join(',', labels.Select(label => label.ToString(CultureInfo.InvariantCulture))));
        if (!byBranch)
        {
            _flat.Add("kind");
        }

        var task = new SlowTask(
            files, [.. _flat.Except(_removed)], [.. _jagged.Except(_removed)], _cuts, (file, e) => byBranch ? (float)e.Values["kind"][0] : labels[file], settings.Events, settings.ChunkSize, settings.Padding);
        return (given, settings, WriteRules(), task);
    }

    private SlowEvent NewEvent()
    {
        var values = new Dictionary<string, double[]> { ["id"] = [_random.Next(1000)], ["kind"] = [_random.Next(2)] };
        var count = _random.Next(6);
        foreach (var name in _flat)
        {
            values[name] = [name == "fd" ? 4 : Value()];
        }

        foreach (var name in _jagged)
        {
            values[name] = [.. Enumerable.Range(0, count).Select(_ => Value())];
        }

        return new(values);
    }

    // A float's value, so that all formats hold the same; now and then none.
    private double Value() => _random.Next(40) == 0 ? double.NaN : (float)((_random.NextDouble() * 20) - 5);

    private void AddRules(List<List<SlowEvent>> files)
    {
        var kept = files[0][0];
        if (_random.Next(2) == 0)
        {
            var (a, b) = (Any(_flat), Any(_flat));
            Add("sum", $"sqrt({a}**2 + {b}*{b}) - 2*{a}", e => [Math.Sqrt((e.Values[a][0] * e.Values[a][0]) + (e.Values[b][0] * e.Values[b][0])) - (2 * e.Values[a][0])], false, files);
        }

        if (_jagged.Count > 0 && _random.Next(2) == 0)
        {
            var (a, b) = (Any(_jagged), Any(_flat));
            Add("each", $"abs({a}) / 3 + {b}", e => [.. e.Values[a].Select(value => (Math.Abs(value) / 3) + e.Values[b][0])], true, files);
        }

        if (_random.Next(2) == 0)
        {
            var name = Any(_flat);
            var (low, high) = (Math.Round(kept.Values[name][0] - (_random.NextDouble() * 15), 3), Math.Round(kept.Values[name][0] + (_random.NextDouble() * 15), 3));
            if (double.IsFinite(low))
            {
                var remove = _random.Next(4) == 0 && _flat.Count > 1;
                _flatCuts[name] = new { cut_1 = Text($"{low} <= {name} < {high}"), cut_2 = Text($"{name} != {high}"), remove = remove ? "True" : "False" };
                _cuts.Add(e => low <= e.Values[name][0] && e.Values[name][0] < high && e.Values[name][0] != high);
                _removed.AddRange(remove ? [name] : []);
            }
        }

        if (_jagged.Count > 0 && _random.Next(2) == 0)
        {
            var (name, isAll, limit) = (Any(_jagged), _random.Next(2) == 0, Math.Round((_random.NextDouble() * 20) - 5, 3));
            _jaggedCuts[name] = new { cut = new[] { Text($"({name} > {limit}) | ({name} < {limit - 2})"), isAll ? "all" : "any" }, remove = false };
            _cuts.Add(e => isAll ? Array.TrueForAll(e.Values[name], Passes) : Array.Exists(e.Values[name], Passes));

            bool Passes(double value) => value > limit || value < limit - 2;
        }
    }

    private void Add(string name, string definition, Func<SlowEvent, double[]> compute, bool isJagged, List<List<SlowEvent>> files)
    {
        _newBranches[name] = new { def = definition, type = isJagged ? "jagged" : "flat", remove = "False" };
        foreach (var e in files.SelectMany(file => file))
        {
            e.Values[name] = compute(e);
        }

        (isJagged ? _jagged : _flat).Add(name);
    }

    private string Any(List<string> names) => names[_random.Next(names.Count)];

    private string WriteRules()
    {
        var path = Path.Combine(folder, "preproc.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new { new_branch = _newBranches, flat_cut = _flatCuts, jagged_cut = _jaggedCuts }));
        return path;
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private void Write(int format, int number, List<SlowEvent> events)
    {
        var path = Path.Combine(folder, $"file{number}." + format switch { 0 => "root", 1 => "csv", _ => "jsonl.gz" });
        _paths.Add(path);
        switch (format)
        {
            case 0:
                WriteRoot(path, events);
                break;
            case 1:
                List<string> names = ["id", "kind", .. _flat];
                File.WriteAllLines(path, [string.Join(',', names), .. events.Select(e => string.Join(',', names.Select(name => e.Values[name][0].ToString("R", CultureInfo.InvariantCulture))))]);
                break;
            default:
                WriteLines(path, events);
                break;
        }
    }

    private void WriteRoot(string path, List<SlowEvent> events)
    {
        using var file = RootWriter.Create(path, RootCompression.Zlib, DateTimeOffset.UnixEpoch.AddYears(50));
        var tree = file.Tree("dir");
        tree.Flat<int>("id").Append([.. events.Select(e => (int)e.Values["id"][0])]);
        tree.Flat<short>("kind").Append([.. events.Select(e => (short)e.Values["kind"][0])]);
        var counter = tree.Counter("nj");
        counter.Append([.. events.Select(e => _jagged.Count == 0 ? 0 : e.Values[_jagged[0]].Length)]);
        foreach (var name in _flat)
        {
            if (name == "fc")
            {
                tree.Flat<double>(name).Append([.. events.Select(e => e.Values[name][0])]);
            }
            else
            {
                tree.Flat<float>(name).Append([.. events.Select(e => (float)e.Values[name][0])]);
            }
        }

        foreach (var name in _jagged)
        {
            counter.Counted<float>(name).Append([.. events.SelectMany(e => e.Values[name]).Select(value => (float)value)]);
        }

        file.Complete();
        foreach (var e in events)
        {
            e.Values["nj"] = [_jagged.Count == 0 ? 0 : e.Values[_jagged[0]].Length];
        }
    }

    private void WriteLines(string path, List<SlowEvent> events)
    {
        using var file = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        foreach (var e in events)
        {
            var fields = e.Values.Select(pair => $"\"{pair.Key}\": {(_jagged.Contains(pair.Key) ? $"[{string.Join(", ", pair.Value.Select(Json))}]" : Json(pair.Value[0]))}");
            file.Write(Encoding.UTF8.GetBytes($"{{{string.Join(", ", fields)}}}\n"));
        }

        static string Json(double value) => double.IsNaN(value) ? "null" : value.ToString("R", CultureInfo.InvariantCulture);
    }
}
