namespace Mlp.Training.Expressions;

/// <summary>The functions that an expression may call, by the names that NumPy has for them (SciPy for the last three).</summary>
internal static class Functions
{
    private static readonly Dictionary<string, (Operation Operation, int Arguments)> All = new(StringComparer.Ordinal)
    {
        ["abs"] = (Operation.Abs, 1),
        ["sign"] = (Operation.Sign, 1),
        ["sqrt"] = (Operation.Sqrt, 1),
        ["cbrt"] = (Operation.Cbrt, 1),
        ["exp"] = (Operation.Exp, 1),
        ["exp2"] = (Operation.Exp2, 1),
        ["expm1"] = (Operation.ExpM1, 1),
        ["log"] = (Operation.Log, 1),
        ["log2"] = (Operation.Log2, 1),
        ["log10"] = (Operation.Log10, 1),
        ["log1p"] = (Operation.Log1P, 1),
        ["sin"] = (Operation.Sin, 1),
        ["cos"] = (Operation.Cos, 1),
        ["tan"] = (Operation.Tan, 1),
        ["arcsin"] = (Operation.ArcSin, 1),
        ["arccos"] = (Operation.ArcCos, 1),
        ["arctan"] = (Operation.ArcTan, 1),
        ["arctan2"] = (Operation.ArcTan2, 2),
        ["sinh"] = (Operation.Sinh, 1),
        ["cosh"] = (Operation.Cosh, 1),
        ["tanh"] = (Operation.Tanh, 1),
        ["arcsinh"] = (Operation.ArcSinh, 1),
        ["arccosh"] = (Operation.ArcCosh, 1),
        ["arctanh"] = (Operation.ArcTanh, 1),
        ["hypot"] = (Operation.Hypot, 2),
        ["floor"] = (Operation.Floor, 1),
        ["ceil"] = (Operation.Ceiling, 1),
        ["round"] = (Operation.Round, 1),
        ["trunc"] = (Operation.Truncate, 1),
        ["fmin"] = (Operation.FMin, 2),
        ["fmax"] = (Operation.FMax, 2),
        ["minimum"] = (Operation.Minimum, 2),
        ["maximum"] = (Operation.Maximum, 2),
        ["where"] = (Operation.Where, 3),
        ["erf"] = (Operation.Erf, 1),
        ["gamma"] = (Operation.Gamma, 1),
        ["lgamma"] = (Operation.LogGamma, 1),
    };

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>The function of that name, with or without NumPy's prefix.</summary>
    public static bool TryFind(string name, out Operation operation, out int arguments)
    {
        var found = All.TryGetValue(WithoutPrefix(name), out var function);
        (operation, arguments) = function;
        return found;
    }

    public static string WithoutPrefix(string name) =>
        name.StartsWith("np.", StringComparison.Ordinal) ? name[3..]
        : name.StartsWith("numpy.", StringComparison.Ordinal) ? name[6..]
        : name;
}
