using Mlp.Training.Columns;

namespace Mlp.Training.Expressions;

/// <summary>Evaluates an expression over one batch after the other, in blocks that stay in the processor's cache. For one thread.</summary>
internal sealed class Evaluation
{
    /// <summary>How many values are computed at a time.</summary>
    public const int BlockLength = 1024;

    private readonly CompiledExpression _expression;
    private readonly Instruction[] _instructions;
    private readonly double[] _registers;
    private readonly EventColumn[] _columns;
    private readonly int[] _events;
    private bool _eventsAreKnown;

    internal Evaluation(CompiledExpression expression)
    {
        var program = expression.Program;
        _expression = expression;
        _instructions = [.. program.Instructions];
        _registers = new double[program.Registers * BlockLength];
        _columns = new EventColumn[expression.Names.Count];
        _events = expression.IsJagged && expression.JaggedColumns.Count < _columns.Length ? new int[BlockLength] : [];
        for (var i = 0; i < program.Constants.Count; i++)
        {
            Register(i, BlockLength).Fill(program.Constants[i]);
        }
    }

    /// <summary>How many values the expression has for the batch.</summary>
    public int Count { get; private set; }

    /// <summary>As in <see cref="EventColumn.Offsets"/>: the same memory as that of the first jagged branch.</summary>
    public ReadOnlyMemory<int> Offsets { get; private set; }

    /// <summary>Takes the columns of the next batch, in the order of <see cref="CompiledExpression.Names"/>.</summary>
    /// <param name="place">What the batch's events come from, for errors.</param>
    /// <param name="firstEvent">The number there of the batch's first event.</param>
    public void Bind(ReadOnlySpan<EventColumn> columns, int events, string place, long firstEvent)
    {
        columns.CopyTo(_columns);
        if (!_expression.IsJagged)
        {
            Count = events;
            return;
        }

        var first = _columns[_expression.JaggedColumns[0]];
        (Count, Offsets) = (first.Count, first.Offsets);
        for (var i = 1; i < _expression.JaggedColumns.Count; i++)
        {
            CheckLengths(_expression.JaggedColumns[i], place, firstEvent);
        }
    }

    /// <summary>All values.</summary>
    public void Evaluate(Span<double> into)
    {
        for (var start = 0; start < Count; start += BlockLength)
        {
            var block = Block(start);
            block.CopyTo(into[start..]);
        }
    }

    /// <summary>The values from there on, <see cref="BlockLength"/> of them or as many as are left. Overwritten by the next call.</summary>
    public ReadOnlySpan<double> Block(int start)
    {
        var count = Math.Min(BlockLength, Count - start);
        _eventsAreKnown = false;
        foreach (var (operation, into, a, b, c) in _instructions)
        {
            var result = Register(into, count);
            if (operation == Operation.Name)
            {
                Load(a, start, result);
            }
            else
            {
                Kernels.Run(operation, Operand(a, count), Operand(b, count), Operand(c, count), result);
            }
        }

        return Register(_expression.Program.Result, count);
    }

    private void Load(int index, int start, Span<double> into)
    {
        var column = _columns[index];
        if (column.IsJagged || !_expression.IsJagged)
        {
            column.CopyTo(start, into);
        }
        else
        {
            Spread(column, start, into);
        }
    }

    // An event's one value stands for each element of its list.
    private void Spread(EventColumn column, int start, Span<double> into)
    {
        FindEvents(start, into.Length);
        var events = _events.AsSpan(0, into.Length);
        if (column.Doubles.Length > 0)
        {
            var doubles = column.Doubles.Span;
            for (var i = 0; i < into.Length; i++)
            {
                into[i] = doubles[events[i]];
            }

            return;
        }

        var floats = column.Floats.Span;
        for (var i = 0; i < into.Length; i++)
        {
            into[i] = floats[events[i]];
        }
    }

    // The event of each element of the block.
    private void FindEvents(int start, int count)
    {
        if (_eventsAreKnown)
        {
            return;
        }

        _eventsAreKnown = true;
        var offsets = Offsets.Span;
        var at = offsets.BinarySearch(start);
        at = at < 0 ? ~at - 1 : at;
        for (var i = 0; i < count; i++)
        {
            while (offsets[at + 1] <= start + i)
            {
                at++;
            }

            _events[i] = at;
        }
    }

    private void CheckLengths(int other, string place, long firstEvent)
    {
        var (one, offsets) = (_expression.JaggedColumns[0], _columns[other].Offsets);
        if (Offsets.Equals(offsets) || Offsets.Span.SequenceEqual(offsets.Span))
        {
            return;
        }

        var at = Offsets.Span.CommonPrefixLength(offsets.Span);
        var before = Offsets.Span[at - 1];
        throw _expression.DifferentLengths(one, other, $"{place}: event {firstEvent + at - 1}", (Offsets.Span[at] - before, offsets.Span[at] - before));
    }

    private ReadOnlySpan<double> Operand(int register, int count) => register < 0 ? [] : Register(register, count);

    private Span<double> Register(int register, int count) => _registers.AsSpan(register * BlockLength, count);
}
