namespace Mlp.Models.Dense;

/// <summary>One layer: every output is a weighted sum of all inputs, plus a bias, through the activation.</summary>
/// <param name="Outputs">How many outputs it has.</param>
/// <param name="Activation">What happens to the sums.</param>
public sealed record Layer(int Outputs, Activation Activation = Activation.Identity);
