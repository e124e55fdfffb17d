using Mlp.Server.Access;

namespace Mlp.Server.Hosting;

/// <summary>Marks a route: who may call it. A route without this mark, or <see cref="OpenToAll"/>, is refused to everybody.</summary>
internal sealed record RequiredRole(Role Role);

/// <summary>Marks a route that holds no data and asks for no token.</summary>
internal sealed record OpenToAll;

/// <summary>Marks a list that may be asked for in larger pages.</summary>
internal sealed record LargestPage(int Limit);
