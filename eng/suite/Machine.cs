using System.Runtime.InteropServices;

/// <summary>Debian's packages that the tests start as real services or load.</summary>
internal static class Machine
{
    private const string Policy = "/usr/sbin/policy-rc.d";
    private const string PolicyText = "#!/bin/sh\n# mlp eng/test.cs: nothing starts while it installs; removed after that\nexit 101\n";

    private static readonly string[] Packages =
    [
        "busybox-static", "debootstrap", "docker-registry", "docker.io", "git", "iproute2", "libdeflate0", "liblz4-1", "liblzma5", "libsqlite3-0", "libzstd1", "memcached", "nginx", "podman",
        "postgresql", "python3-numpy", "python3-sklearn", "rsync", "skopeo", "swift-account", "swift-container", "swift-object", "swift-proxy",
    ];

    // Many machines have a newer kubectl from elsewhere, which is to stay.
    private const string Kubectl = "kubernetes-client";

    // As with kubectl; the version is checked where its programs are installed.
    private static readonly string[] Node = ["nodejs", "npm"];

    private static readonly string[] Quietly = ["-qq", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=300"];

    public static bool SetUp(Steps steps)
    {
        if (!File.Exists("/usr/bin/dpkg-query") || !File.Exists("/usr/bin/apt-get"))
        {
            Console.WriteLine($"set-up: this is no Debian, so nothing is installed; the tests need: {string.Join(' ', Packages)} {Kubectl} {string.Join(' ', Node)}");
            return true;
        }

        var missing = Packages.Where(p => !IsInstalled(p)).ToList();
        if (!Has("kubectl"))
        {
            missing.Add(Kubectl);
        }

        if (!Has("node") || !Has("npm"))
        {
            missing.AddRange(Node);
        }

        if (missing.Count == 0)
        {
            Console.WriteLine("set-up: nothing to install");
            return true;
        }

        if (Environment.UserName != "root" && Child.Capture("sudo", "-n", "true").ExitCode != 0)
        {
            return steps.Fail($"set-up: FAILED, only root or a password-less sudo may install: {string.Join(' ', missing)}");
        }

        Console.WriteLine($"set-up: installing {string.Join(' ', missing)}");
        return Install(steps, missing);
    }

    private static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));

    private static bool IsInstalled(string package) =>
        Child.Capture("dpkg-query", "-W", "-f=${db:Status-Status}", package) is (0, "installed");

    private static bool Install(Steps steps, List<string> missing)
    {
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => AllowServices());
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => AllowServices());
        try
        {
            ForbidServices();
            return Apt(steps, "apt-get update", ["update"])
                && Apt(steps, "apt-get install", ["install", "-y", "--no-install-recommends", .. missing]);
        }
        finally
        {
            AllowServices();
        }
    }

    private static bool Apt(Steps steps, string name, string[] arguments) =>
        AsRoot(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", .. Quietly, .. arguments]) is var command
        && steps.Run(name, command[0], command[1..]);

    // A machine's own policy stays; one that a killed run of ours left behind is ours to replace and to remove.
    private static void ForbidServices()
    {
        if (File.Exists(Policy))
        {
            return;
        }

        var written = Path.GetTempFileName();
        File.WriteAllText(written, PolicyText);
        Child.Capture("env", AsRoot(["install", "-m", "755", written, Policy]));
        File.Delete(written);
    }

    private static void AllowServices()
    {
        if (File.Exists(Policy) && File.ReadAllText(Policy) == PolicyText)
        {
            Child.Capture("env", AsRoot(["rm", "-f", Policy]));
        }
    }

    private static string[] AsRoot(string[] command) => Environment.UserName == "root" ? command : ["sudo", "-n", .. command];
}
