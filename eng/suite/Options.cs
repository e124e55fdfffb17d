internal sealed record Options(IReadOnlyList<TestProject> Projects, IReadOnlyList<string> BuildTargets, bool Long)
{
    private const string Usage = "dotnet run eng/test.cs -- [--long] [--filter-project <name>]...";

    public static (Options? Options, string Wrong) Parse(string[] args, IReadOnlyList<TestProject> all)
    {
        var chosen = new List<TestProject>();
        var isLong = false;
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--long")
            {
                isLong = true;
            }
            else if (args[i] == "--filter-project" && i + 1 < args.Length)
            {
                var name = args[++i];
                if (all.FirstOrDefault(p => p.Name == name) is not { } project)
                {
                    return (null, $"no test project '{name}'; there are: {string.Join(", ", all.Select(p => p.Name))}");
                }

                chosen.Add(project);
            }
            else
            {
                return (null, $"unknown or incomplete option '{args[i]}'; usage: {Usage}");
            }
        }

        return (chosen.Count == 0 ? new(all, ["mlp-tool.sln"], isLong) : new(chosen, [.. chosen.Select(p => p.File)], isLong), "");
    }
}
