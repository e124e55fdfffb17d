using Mlp.Models;
using Mlp.Models.Dense;

[assembly: MlpModel(typeof(Physics.Selection.SignalModel), "signal", Standalone = true, Description = "How likely an event is signal.")]

namespace Physics.Selection;

/// <summary>27 features of an event, and how likely it is signal. How many features there are is learnt from the first chunk.</summary>
[InputShape(27), OutputShape(1), ThreadSafeModel]
public sealed class SignalModel : DenseNetwork
{
    public SignalModel()
        : base(new Layer(64, Activation.Relu), new Layer(32, Activation.Relu), new Layer(1, Activation.Sigmoid)) =>
        Training = new() { LearningRate = 2e-3f, Seed = 1 };
}
