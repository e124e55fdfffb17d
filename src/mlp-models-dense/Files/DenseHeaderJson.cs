using System.Text.Json.Serialization;

namespace Mlp.Models.Dense.Files;

/// <summary>How the header is read and written: strictly, and with the same bytes on every system.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(DenseHeader))]
[JsonSerializable(typeof(TrainingHeader))]
internal sealed partial class DenseHeaderJson : JsonSerializerContext;
