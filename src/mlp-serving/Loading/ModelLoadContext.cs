using System.Reflection;
using System.Runtime.Loader;
using Mlp.Models;

namespace Mlp.Serving.Loading;

/// <summary>Where the assemblies of a model live, apart from those of the serving process.</summary>
/// <remarks>
/// Shared with it are the contract and the frameworks, those also where the model brings an older copy: attributes such as
/// <c>JsonPropertyName</c> mean the same to both then. Everything else comes from the model's folder, as its <c>.deps.json</c> says, native
/// parts too.
/// </remarks>
internal sealed class ModelLoadContext : AssemblyLoadContext
{
    private static readonly string Contract = typeof(IModel).Assembly.GetName().Name!;
    private static readonly Dictionary<string, string> Frameworks = FrameworkAssemblies();

    private readonly AssemblyDependencyResolver _resolver;
    private readonly string _folder;

    public ModelLoadContext(string entry, bool isCollectible)
        : base("model", isCollectible) => (_resolver, _folder) = (new(entry), Path.GetDirectoryName(entry)!);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Contract)
        {
            return typeof(IModel).Assembly;
        }

        var path = _resolver.ResolveAssemblyToPath(assemblyName) ?? Beside(assemblyName);
        return path is null || IsOlder(path, assemblyName) ? null : LoadFromAssemblyPath(path);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    // A folder that was put together by hand may have assemblies that its .deps.json does not know.
    private string? Beside(AssemblyName name)
    {
        var path = Path.Combine(_folder, name.Name + ".dll");
        return name.CultureName is null or "" && !Frameworks.ContainsKey(name.Name!) && File.Exists(path) ? path : null;
    }

    private static bool IsOlder(string path, AssemblyName name) =>
        Frameworks.TryGetValue(name.Name!, out var ours) && GetAssemblyName(path).Version <= GetAssemblyName(ours).Version;

    private static Dictionary<string, string> FrameworkAssemblies() => ((AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string) ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Where(path => !path.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal))
        .DistinctBy(Path.GetFileNameWithoutExtension, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path)!, StringComparer.OrdinalIgnoreCase);
}
