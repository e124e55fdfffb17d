using System.Numerics;

namespace Mlp.Root.Tests.Samples;

/// <summary>What can be said of all numbers of a column, however they are nested.</summary>
internal sealed class Figures
{
    private double _correction;

    public long Values { get; private set; }

    public long Finite { get; private set; }

    public double RawSum { get; private set; }

    public double Sum => RawSum + _correction;

    public double Magnitude { get; private set; }

    public double? Minimum { get; private set; }

    public double? Maximum { get; private set; }

    public long Texts { get; private set; }

    public static Figures Of(Column column)
    {
        var figures = new Figures();
        figures.Add(column);
        return figures;
    }

    private void Add(Column column)
    {
        switch (column)
        {
            case ArrayColumn arrays:
                Add(arrays.Items);
                break;
            case ListColumn lists:
                Add(lists.Items);
                break;
            case RecordColumn records:
                records.Members.ToList().ForEach(member => Add(member.Value));
                break;
            case PointerColumn pointers:
                pointers.Heap.Columns.ToList().ForEach(Add);
                break;
            case TextColumn texts:
                Texts += texts.Count;
                break;
            default:
                AddNumbers(column);
                break;
        }
    }

    private void AddNumbers(Column column)
    {
        switch (column)
        {
            case NumberColumn<bool> c: foreach (var v in c.Values) { Add(v ? 1 : 0); } break;
            case NumberColumn<sbyte> c: Each(c); break;
            case NumberColumn<byte> c: Each(c); break;
            case NumberColumn<short> c: Each(c); break;
            case NumberColumn<ushort> c: Each(c); break;
            case NumberColumn<int> c: Each(c); break;
            case NumberColumn<uint> c: Each(c); break;
            case NumberColumn<long> c: Each(c); break;
            case NumberColumn<ulong> c: Each(c); break;
            case NumberColumn<float> c: Each(c); break;
            case NumberColumn<double> c: Each(c); break;
        }
    }

    private void Each<T>(NumberColumn<T> column)
        where T : unmanaged, INumber<T>
    {
        foreach (var value in column.Values)
        {
            Add(double.CreateChecked(value));
        }
    }

    // Neumaier's sum: as good as exact for what is compared.
    private void Add(double value)
    {
        Values++;
        if (!double.IsFinite(value))
        {
            return;
        }

        Finite++;
        var sum = RawSum + value;
        _correction += Math.Abs(RawSum) >= Math.Abs(value) ? RawSum - sum + value : value - sum + RawSum;
        RawSum = sum;
        Magnitude += Math.Abs(value);
        Minimum = Minimum is { } low ? Math.Min(low, value) : value;
        Maximum = Maximum is { } high ? Math.Max(high, value) : value;
    }
}
