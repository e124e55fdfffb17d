using Mlp.Wire;

namespace Mlp.Server.Parameters;

/// <summary>A request to create a parameters version, once it was found to be acceptable in itself.</summary>
/// <param name="Version">Null is AUTO.</param>
internal sealed record PublishRequest(
    Name Name, Digest Digest, Name Type, TypeVersion TypeVersion, ParametersVersion? Version, IReadOnlyDictionary<string, string> Metadata, bool Inherit)
{
    public static PublishRequest Check(string name, CreateParametersVersion wire) => new(
        Input.Name(name),
        Input.Digest(wire.Digest),
        Input.Name(wire.Type),
        Input.TypeVersion(wire.TypeVersion),
        wire.Version == "auto" ? null : Input.ParametersVersion(wire.Version),
        Input.Metadata(wire.Metadata),
        wire.Inherit);
}
