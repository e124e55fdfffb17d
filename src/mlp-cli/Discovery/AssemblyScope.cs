using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Mlp.Cli.Discovery;

/// <summary>An assembly as others refer to it.</summary>
/// <param name="Name">The simple name: the file's, without extension.</param>
/// <param name="IsFramework">Whether it is signed as the framework's are. Such an assembly knows nothing of models, so that neither it nor
/// its absence from an output folder matters.</param>
internal sealed record AssemblyScope(string Name, bool IsFramework = false)
{
    /// <summary>The assembly with attributes and interfaces of models.</summary>
    public const string ModelContracts = "Mlp.Models";

    public static AssemblyScope Of(string name, ImmutableArray<byte> publicKeyToken) =>
        new(name, !publicKeyToken.IsDefault && publicKeyToken.Length == sizeof(ulong) && IsFrameworkKey(BinaryPrimitives.ReadUInt64BigEndian(publicKeyToken.AsSpan())));

    /// <summary>.NET Framework and .NET, .NET Standard, the desktop, ASP.NET Core with its extensions.</summary>
    private static bool IsFrameworkKey(ulong token) =>
        token is 0xB77A5C561934E089 or 0xB03F5F7F11D50A3A or 0x7CEC85D7BEA7798E or 0xCC7B13FFCD2DDD51 or 0x31BF3856AD364E35 or 0xADB9793829DDAE60;
}
