namespace Mlp.Models;

/// <summary>Declares a class of this assembly, or of one it references, as a model type.</summary>
/// <param name="model">The class; it implements <see cref="IModel{TInput, TOutput}"/> and has a public constructor without
/// parameters.</param>
/// <param name="name">The model type's name; without one, the class name in snake case (<see cref="ModelName.FromClass(string)"/>).</param>
/// <example><c>[assembly: MlpModel(typeof(BeamLineModel), "beam_line", Standalone = true)]</c></example>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class MlpModelAttribute(Type model, string? name = null) : Attribute
{
    /// <summary>The class.</summary>
    public Type Model { get; } = model;

    /// <summary>The name as given, or null where it follows from the class.</summary>
    public string? Name { get; } = name;

    /// <summary>Whether the model is to run as a service of its own, beside being usable in the caller's process.</summary>
    public bool Standalone { get; set; }

    /// <summary>A sentence for people who search.</summary>
    public string? Description { get; set; }
}
