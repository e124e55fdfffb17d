/// <summary>Programs from npm that run and check the templates of GitLab and GitHub, at the versions of their lock file.</summary>
internal static class ForgeTools
{
    private const string Folder = "eng/forge-tools";

    public static bool SetUp(Steps steps, string root)
    {
        var installed = Path.Combine(root, Folder, "node_modules", ".package-lock.json");
        return (File.Exists(installed) && File.GetLastWriteTimeUtc(installed) >= File.GetLastWriteTimeUtc(Path.Combine(root, Folder, "package-lock.json")))
            || steps.Run("forge tools", "npm", ["ci", "--prefix", Folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]);
    }
}
