namespace Mlp.Cli.Packages;

/// <summary>One model project as it was published.</summary>
/// <param name="Assembly">The project's own assembly, without <c>.dll</c>.</param>
/// <param name="Folder">Where it was published to.</param>
/// <param name="Models">The models of this project.</param>
internal sealed record ModelClosure(string Assembly, string Folder, IReadOnlyList<ClosureModel> Models);

/// <summary>A model of a published project.</summary>
/// <param name="Name">The model type's name.</param>
/// <param name="Class">The class, with its namespace.</param>
/// <param name="Assembly">The assembly that holds the class, without <c>.dll</c>; the project's own or one that it references.</param>
internal sealed record ClosureModel(string Name, string Class, string Assembly);
