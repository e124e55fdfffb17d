namespace Mlp.Models.Dense;

/// <summary>Rows of inputs, and of the targets that the outputs should come to. It may be all data, or one chunk of many.</summary>
public sealed class TrainingData
{
    /// <summary>Takes rows that lie one after the other; nothing is copied.</summary>
    /// <param name="inputs">All inputs, row by row.</param>
    /// <param name="targets">All targets, row by row.</param>
    /// <param name="rows">How many rows both have.</param>
    public TrainingData(ReadOnlyMemory<float> inputs, ReadOnlyMemory<float> targets, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (rows == 0 ? inputs.Length + targets.Length > 0 : inputs.Length % rows != 0 || targets.Length % rows != 0)
        {
            throw new ArgumentException($"{inputs.Length} inputs and {targets.Length} targets do not make {rows} rows", nameof(rows));
        }

        (Inputs, Targets, Rows) = (inputs, targets, rows);
    }

    /// <summary>Copies rows.</summary>
    /// <param name="inputs">The inputs of each row, all of one length.</param>
    /// <param name="targets">As many targets, all of one length.</param>
    public TrainingData(IReadOnlyList<float[]> inputs, IReadOnlyList<float[]> targets)
        : this(Flatten(inputs, nameof(inputs)), Flatten(targets, nameof(targets)), inputs.Count)
    {
        if (inputs.Count != targets.Count)
        {
            throw new ArgumentException($"{inputs.Count} rows of inputs, but {targets.Count} of targets", nameof(targets));
        }
    }

    /// <summary>All inputs, row by row.</summary>
    public ReadOnlyMemory<float> Inputs { get; }

    /// <summary>All targets, row by row.</summary>
    public ReadOnlyMemory<float> Targets { get; }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>Copies rows that belong to classes, numbered from 0; the target of a class is 1 at its place and 0 elsewhere.</summary>
    /// <param name="inputs">The inputs of each row, all of one length.</param>
    /// <param name="classes">The class of each row.</param>
    /// <param name="count">How many classes there are.</param>
    /// <returns>Data for a softmax of as many outputs as there are classes.</returns>
    public static TrainingData OfClasses(IReadOnlyList<float[]> inputs, IReadOnlyList<int> classes, int count)
    {
        var targets = new float[classes.Count][];
        for (var row = 0; row < targets.Length; row++)
        {
            if (classes[row] < 0 || classes[row] >= count)
            {
                throw new ArgumentException($"row {row} is of class {classes[row]}; {count} classes are 0 to {count - 1}", nameof(classes));
            }

            targets[row] = new float[count];
            targets[row][classes[row]] = 1;
        }

        return new(inputs, targets);
    }

    private static float[] Flatten(IReadOnlyList<float[]> rows, string name)
    {
        var width = rows.Count == 0 ? 0 : rows[0].Length;
        var all = new float[checked(rows.Count * width)];
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows[row].Length != width)
            {
                throw new ArgumentException($"row {row} has {rows[row].Length} numbers, row 0 has {width}", name);
            }

            rows[row].CopyTo(all, row * width);
        }

        return all;
    }
}
