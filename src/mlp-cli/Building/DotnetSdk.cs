using System.Runtime.CompilerServices;
using Microsoft.Build.Locator;

namespace Mlp.Cli.Building;

/// <summary>The .NET SDK that a folder's global.json selects: it evaluates and builds the projects there.</summary>
/// <param name="Folder">Where it lies, such as /usr/share/dotnet/sdk/10.0.400.</param>
/// <param name="Version">Its version, with the patch.</param>
internal sealed record DotnetSdk(string Folder, string Version)
{
    private static readonly Lock Registration = new();
    private static DotnetSdk? _registered;

    /// <summary>The program that runs it.</summary>
    public string Dotnet => Path.GetFullPath(Path.Combine(Folder, "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>Asks the .NET host, which reads global.json from <paramref name="folder"/> upwards.</summary>
    public static DotnetSdk Find(string folder)
    {
        var instance = Query(folder) ?? throw BuildingErrors.NoSdk(folder);
        var path = Path.TrimEndingDirectorySeparator(instance.MSBuildPath);
        return new(path, Path.GetFileName(path));
    }

    /// <summary>Loads this SDK's MSBuild from now on. Call it before any method that mentions a type of Microsoft.Build.</summary>
    public void Register()
    {
        lock (Registration)
        {
            if (_registered is null)
            {
                MSBuildLocator.RegisterMSBuildPath(Folder);
                _registered = this;
            }
            else if (_registered != this)
            {
                throw BuildingErrors.TwoSdks(_registered, this);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static VisualStudioInstance? Query(string folder)
    {
        try
        {
            return MSBuildLocator.QueryVisualStudioInstances(new VisualStudioInstanceQueryOptions
            {
                DiscoveryTypes = DiscoveryType.DotNetSdk,
                WorkingDirectory = folder,
            }).FirstOrDefault();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
