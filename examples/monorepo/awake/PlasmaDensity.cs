using Mlp.Models;
using Mlp.Models.Dense;
using Awake;

[assembly: MlpModel(typeof(PlasmaDensity), "plasma_density", Standalone = true, Description = "Predicts the density of the plasma from the state of its source.")]

namespace Awake;

/// <summary>Predicts the density of the plasma from the state of its source.</summary>
[ThreadSafeModel]
public sealed class PlasmaDensity() : LinearModel(inputs: 4, outputs: 1);
