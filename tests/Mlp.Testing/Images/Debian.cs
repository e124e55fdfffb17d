using Mlp.Testing.Services;

namespace Mlp.Testing.Images;

/// <summary>A minimal Debian of this machine's release, by debootstrap.</summary>
internal static class Debian
{
    private static readonly string[] LeftOut =
    [
        "./var/cache/apt/*", "./var/lib/apt/lists/*", "./var/log/*", "./var/cache/debconf/*", "./usr/share/doc/*", "./usr/share/man/*",
        "./usr/share/locale/*", "./usr/share/info/*", "./dev/*", "./debootstrap",
    ];

    /// <summary>A tar of the root file system.</summary>
    public static async Task<string> RootFileSystem(string work, Ct ct)
    {
        var root = Path.Combine(work, "root");
        var tar = Path.Combine(work, "debian.tar");
        var release = await Release(ct);
        try
        {
            await AsRoot("/usr/sbin/debootstrap",
                ["--variant=minbase", "--merged-usr", "--include=ca-certificates,openssl,libstdc++6,zlib1g", release, root, await Mirror(release, ct)], ct);
            await AsRoot("/usr/bin/tar",
                ["--create", $"--file={tar}", $"--directory={root}", "--sort=name", "--numeric-owner", "--mtime=2000-01-01 00:00:00Z", "--format=gnu",
                    .. LeftOut.Select(f => $"--exclude={f}"), "."], ct);
        }
        finally
        {
            // Its files belong to root, whoever we are.
            await AsRoot("/usr/bin/rm", ["--recursive", "--force", "--one-file-system", root], ct);
        }

        return tar;
    }

    private static async Task<string> Release(Ct ct) =>
        (await File.ReadAllLinesAsync("/etc/os-release", ct)).First(l => l.StartsWith("VERSION_CODENAME=", StringComparison.Ordinal)).Split('=')[1].Trim('"');

    // The mirror that this machine installs from.
    private static async Task<string> Mirror(string release, Ct ct)
    {
        var targets = await Program.Output("/usr/bin/apt-get", ["indextargets", "--format", "$(REPO_URI) $(CODENAME)", "Identifier: Packages"], ct);
        return targets.Split('\n').Select(l => l.Split(' ')).FirstOrDefault(l => l.Length == 2 && l[1] == release && l[0].Contains("debian", StringComparison.Ordinal))?[0]
            ?? throw new InvalidOperationException($"apt knows no mirror for {release}; run 'apt-get update'");
    }

    private static Task AsRoot(string program, string[] arguments, Ct ct) => ServiceUser.WeAreRoot
        ? Program.Run(program, arguments, ct)
        : Program.Run("/usr/bin/sudo", ["-n", Program.Installed(program), .. arguments], ct);
}
