using Mlp.Models;
using Mlp.Models.Dense;

namespace BeamLine;

/// <summary>From position, width and intensity to what a screen would show.</summary>
[ThreadSafeModel]
[InputShape(BeamProfile.Numbers)]
[OutputShape(BeamProfile.Bins)]
public sealed class BeamDecoder() : DenseNetwork(BeamProfile.Numbers, new Layer(32, Activation.Tanh), new Layer(BeamProfile.Bins));
