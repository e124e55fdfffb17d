using Mlp.Models;
using Mlp.Models.Dense;
using Linac;

[assembly: MlpModel(typeof(SourceCurrent), "source_current", Standalone = true, Description = "Predicts the current of the ion source from its settings.")]

namespace Linac;

/// <summary>Predicts the current of the ion source from its settings.</summary>
[ThreadSafeModel]
public sealed class SourceCurrent() : LinearModel(inputs: 6, outputs: 1);
