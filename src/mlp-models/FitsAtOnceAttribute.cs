namespace Mlp.Models;

/// <summary>Says that each fit of this class begins anew: it is fitted once, and all data has to be in one <see cref="TrainingChunk"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FitsAtOnceAttribute : Attribute;
