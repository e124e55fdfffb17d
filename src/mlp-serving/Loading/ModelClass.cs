namespace Mlp.Serving.Loading;

/// <summary>Where the class of a model is.</summary>
/// <param name="Name">The model type's name.</param>
/// <param name="Class">The class, with its namespace.</param>
/// <param name="Assembly">The path of the assembly that holds it.</param>
/// <param name="Entry">The path of the published project's own assembly, whose <c>.deps.json</c> says what lies where.</param>
internal sealed record ModelClass(string Name, string Class, string Assembly, string Entry);
