namespace Mlp.Server.Access;

/// <summary>Marks a connection that only the owner of the registry's files can make.</summary>
internal sealed record LocalChannel(string User);
