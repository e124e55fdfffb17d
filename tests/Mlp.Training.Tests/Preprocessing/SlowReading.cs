using Mlp.Training.Columns;

namespace Mlp.Training.Tests.Preprocessing;

/// <summary>The rules of <see cref="PreprocessingRunTests"/>, event by event and without any cleverness.</summary>
internal sealed class SlowReading
{
    public SlowReading(EventBatch batch)
    {
        var (eta, pt, x, y) = (batch.Columns[0], batch.Columns[1], batch.Columns[3].Doubles.ToArray(), batch.Columns[4].Floats.ToArray());
        for (var i = 0; i < batch.Count; i++)
        {
            Read(i, x[i], y[i], List(eta, i), List(pt, i));
        }
    }

    public List<double> R { get; } = [];

    public List<double> Far { get; } = [];

    public List<double[]> LogPt { get; } = [];

    public List<int> Passing { get; } = [];

    private void Read(int index, double x, double y, double[] eta, double[] pt)
    {
        var r = Math.Sqrt((x * x) + (y * y));
        var far = r > 1.2 ? 1 + r : 0 + r;
        var logPt = pt.Select(value => Math.Log(value) - r).ToArray();
        R.Add(r);
        Far.Add(far);
        LogPt.Add(logPt);
        var passes = far < 3
            && far != 1
            && Array.TrueForAll(logPt, value => value < 3.2)
            && logPt.Zip(eta).Any(pair => pair.First > 0 && pair.Second != 0)
            && x >= -0.9 && x < 0.95
            && y < 0.98
            && Array.TrueForAll(pt, value => value > 0.5)
            && Array.Exists(eta, value => Math.Abs(value) < 1)
            && Array.TrueForAll(eta, value => value * x < 1);
        if (passes)
        {
            Passing.Add(index);
        }
    }

    private static double[] List(EventColumn column, int index)
    {
        var (from, to) = (column.Offsets.Span[index], column.Offsets.Span[index + 1]);
        var values = new double[to - from];
        column.CopyTo(from, values);
        return values;
    }
}
