namespace Mlp.Training.Expressions;

/// <summary>Collects the values of a program: equal ones once, constants computed at once; then gives them registers.</summary>
internal sealed class ProgramBuilder
{
    private readonly List<Value> _values = [];
    private readonly Dictionary<Value, int> _known = [];

    // A constant's bits, not the number: -0 is not 0, and NaN is NaN.
    private readonly record struct Value(Operation Operation, int A, int B, int C, long Bits);

    public int Constant(double number) => Known(new(Operation.Number, -1, -1, -1, BitConverter.DoubleToInt64Bits(number)));

    public int Branch(int index) => Known(new(Operation.Name, index, -1, -1, 0));

    public int Apply(Operation operation, int a, int b = -1, int c = -1)
    {
        if (operation == Operation.Power && _values[b].Operation == Operation.Number && CheapPower(a, Number(b)) is { } cheap)
        {
            return cheap;
        }

        return AreConstant(a, b, c) ? Constant(Compute(operation, a, b, c)) : Known(new(operation, a, b, c, 0));
    }

    /// <summary>The program for that value, without what it does not need.</summary>
    public ExpressionProgram Finish(int result)
    {
        var lastUses = LastUses(result);
        var registers = new int[_values.Count];
        var constants = new List<double>();
        for (var i = 0; i < _values.Count; i++)
        {
            if (lastUses[i] < 0 || _values[i].Operation != Operation.Number)
            {
                continue;
            }

            registers[i] = constants.Count;
            constants.Add(Number(i));
        }

        var (instructions, count) = Allocate(registers, lastUses, constants.Count);
        return new(instructions, count, constants, registers[result]);
    }

    // NumPy too squares, takes roots and reciprocals for these exponents.
    private int? CheapPower(int x, double exponent)
    {
        if (_values[x].Operation == Operation.Number)
        {
            return null;
        }

        switch (exponent)
        {
            case 1:
                return x;
            case 2:
                return Apply(Operation.Multiply, x, x);
            case 3:
                return Apply(Operation.Multiply, Apply(Operation.Multiply, x, x), x);
            case 4:
                var square = Apply(Operation.Multiply, x, x);
                return Apply(Operation.Multiply, square, square);
            case 0.5:
                return Apply(Operation.Sqrt, x);
            case -1:
                return Apply(Operation.Divide, Constant(1), x);
            default:
                return null;
        }
    }

    private double Compute(Operation operation, int a, int b, int c)
    {
        Span<double> result = [0];
        Kernels.Run(operation, [Number(a)], b < 0 ? [] : [Number(b)], c < 0 ? [] : [Number(c)], result);
        return result[0];
    }

    private bool AreConstant(params ReadOnlySpan<int> operands)
    {
        foreach (var operand in operands)
        {
            if (operand >= 0 && _values[operand].Operation != Operation.Number)
            {
                return false;
            }
        }

        return true;
    }

    private double Number(int value) => BitConverter.Int64BitsToDouble(_values[value].Bits);

    private int Known(Value value)
    {
        if (_known.TryGetValue(value, out var index))
        {
            return index;
        }

        _values.Add(value);
        return _known[value] = _values.Count - 1;
    }

    // For each value the last one that needs it; itself for the result's sake, -1 where none does.
    private int[] LastUses(int result)
    {
        var uses = new int[_values.Count];
        Array.Fill(uses, -1);
        uses[result] = _values.Count;
        for (var i = result; i >= 0; i--)
        {
            if (uses[i] < 0 || _values[i].Operation is Operation.Name or Operation.Number)
            {
                continue;
            }

            foreach (var operand in (ReadOnlySpan<int>)[_values[i].A, _values[i].B, _values[i].C])
            {
                if (operand >= 0)
                {
                    uses[operand] = Math.Max(uses[operand], i);
                }
            }
        }

        return uses;
    }

    // A register is free again from the instruction on that reads it last: each value depends on those at its own place alone.
    private (List<Instruction> Instructions, int Registers) Allocate(int[] registers, int[] lastUses, int count)
    {
        var instructions = new List<Instruction>();
        var free = new Stack<int>();
        for (var i = 0; i < _values.Count; i++)
        {
            var (operation, a, b, c, _) = _values[i];
            if (lastUses[i] < 0 || operation == Operation.Number)
            {
                continue;
            }

            int At(int operand) => operand < 0 ? -1 : registers[operand];
            var (atA, atB, atC) = operation == Operation.Name ? (a, -1, -1) : (At(a), At(b), At(c));
            if (operation != Operation.Name)
            {
                foreach (var operand in new HashSet<int> { a, b, c })
                {
                    if (operand >= 0 && lastUses[operand] == i && _values[operand].Operation != Operation.Number)
                    {
                        free.Push(registers[operand]);
                    }
                }
            }

            registers[i] = free.Count > 0 ? free.Pop() : count++;
            instructions.Add(new(operation, registers[i], atA, atB, atC));
        }

        return (instructions, count);
    }
}
