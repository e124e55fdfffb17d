namespace Mlp.Models;

/// <summary>A searchable key and value of one model type, or of all model types of the assembly.</summary>
/// <param name="key">What is said about the model.</param>
/// <param name="value">Its value.</param>
/// <example><c>[assembly: MlpMetadata("beam", "proton", Model = typeof(BeamLineModel))]</c></example>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class MlpMetadataAttribute(string key, string value) : Attribute
{
    /// <summary>What is said about the model.</summary>
    public string Key { get; } = key;

    /// <summary>Its value.</summary>
    public string Value { get; } = value;

    /// <summary>The one model class that is meant; null means every model of the assembly, and what is said of one class wins.</summary>
    public Type? Model { get; set; }
}
