namespace Mlp.Ahead;

/// <summary>Writes a profile for each assembly that is compiled ahead. One that stays the same keeps its time.</summary>
internal static class Profiles
{
    public static void Write(string folder, string list, IEnumerable<string> references, IReadOnlyList<string> inlined, IReadOnlyList<string> assemblies)
    {
        var all = new Assemblies();
        var own = assemblies.Select(file => all.Add(file) ?? throw new ArgumentException($"'{file}' is no assembly")).ToList();
        foreach (var file in references.SelectMany(place => Directory.EnumerateFiles(place, "*.dll")).Where(file => !assemblies.Select(Path.GetFileName).Contains(Path.GetFileName(file))))
        {
            all.Add(file);
        }

        Directory.CreateDirectory(folder);
        for (var i = 0; i < own.Count; i++)
        {
            var name = own[i].GetString(own[i].GetAssemblyDefinition().Name);
            var profile = new ProfileWriter(name, all, new Reach(own[i], inlined));
            foreach (var method in (i == 0 ? Listed(list) : []).Concat(StateMachines.In(own[i], all)))
            {
                profile.Add(method);
            }

            WriteWhereOther(Path.Combine(folder, name + ".mibc"), profile.Bytes());
        }
    }

    private static IEnumerable<Instantiation> Listed(string list) =>
        File.ReadLines(list).Select(line => Instantiation.TryParse(line) ?? throw new FormatException($"'{line}' in '{list}' is no method as the runtime writes it"));

    private static void WriteWhereOther(string file, byte[] bytes)
    {
        if (!File.Exists(file) || !File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes))
        {
            File.WriteAllBytes(file, bytes);
        }
    }
}
