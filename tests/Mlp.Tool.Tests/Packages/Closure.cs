using Mlp.Cli.Packages;

namespace Mlp.Tool.Tests.Packages;

/// <summary>Published folders as <c>dotnet publish</c> leaves them.</summary>
internal static class Closure
{
    public const string Model = "beam_line";

    // Any assembly that references the contract assembly.
    public static byte[] ModelAssembly { get; } = File.ReadAllBytes(typeof(Client).Assembly.Location);

    public static ModelClosure Write(ScratchFolder folder, string path, string assembly = "Beams", string model = Model)
    {
        folder.Write($"{path}/{assembly}.dll", ModelAssembly);
        folder.Write($"{path}/{assembly}.deps.json", """{"runtimeTarget":{"name":".NETCoreApp,Version=v10.0"}}""");
        folder.Write($"{path}/{assembly}", [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]);
        folder.Write($"{path}/runtimes/linux-x64/native/libbeams.so", "native");
        folder.Write($"{path}/de/{assembly}.resources.dll", "no image");
        return Of(folder, path, assembly, model);
    }

    public static ModelClosure Of(ScratchFolder folder, string path, string assembly = "Beams", string model = Model) =>
        new(assembly, folder[path], [new(model, "Beams.BeamLine+Model", assembly)]);

    public static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal);
}
