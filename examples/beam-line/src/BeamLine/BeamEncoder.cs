using Mlp.Models;
using Mlp.Models.Dense;

namespace BeamLine;

/// <summary>From what a screen shows to what matters of it: position, width and intensity.</summary>
[ThreadSafeModel]
[InputShape(BeamProfile.Bins)]
[OutputShape(BeamProfile.Numbers)]
public sealed class BeamEncoder() : DenseNetwork(BeamProfile.Bins, new Layer(32, Activation.Tanh), new Layer(BeamProfile.Numbers));
