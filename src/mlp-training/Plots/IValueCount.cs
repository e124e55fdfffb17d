namespace Mlp.Training.Plots;

/// <summary>Counts values.</summary>
internal interface IValueCount
{
    void Add(double value);
}
