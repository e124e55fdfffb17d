using System.Diagnostics;
using System.Globalization;

namespace Mlp.Training.Tests.Expressions;

/// <summary>Debian's Python with NumPy, which says what an expression is worth.</summary>
internal static class NumPy
{
    private const string Python = "/usr/bin/python3";

    // Python parses; numbers become float64, so that a division by 0 and a power are NumPy's. One event at a time: arrays cannot be chained.
    private const string Script = """
        import ast, json, math, sys
        import numpy as np

        class Float64(ast.NodeTransformer):
            def visit_Constant(self, node):
                return ast.copy_location(ast.Call(ast.Name('float64', ast.Load()), [node], []), node)

        def of_math(function):
            def apply(x):
                try:
                    return np.float64(function(x))
                except ValueError:
                    return np.float64('nan')
            return apply

        given = json.load(sys.stdin)
        names = {n: getattr(np, n) for n in given['functions'] if hasattr(np, n)}
        names.update(np=np, numpy=np, float64=np.float64, erf=of_math(math.erf), gamma=of_math(math.gamma), lgamma=of_math(math.lgamma))
        np.seterr(all='ignore')
        for text in given['expressions']:
            code = compile(ast.fix_missing_locations(Float64().visit(ast.parse(text, mode='eval'))), text, 'eval')
            values = []
            for event in given['events']:
                values.append(repr(float(eval(code, dict(names), {n: np.float64(v) for n, v in event.items()}))))
            print(' '.join(values))
        """;

    public static bool IsHere { get; } = File.Exists(Python) && Run(["-I", "-c", "import numpy"], "").Code == 0;

    /// <summary>For each expression its value for each event.</summary>
    public static double[][] Evaluate(IReadOnlyList<string> expressions, IReadOnlyList<Dictionary<string, double>> events)
    {
        var input = System.Text.Json.JsonSerializer.Serialize(new { functions = Training.Expressions.Functions.Names, expressions, events });
        var (code, output, errors) = Run(["-I", "-c", Script], input);
        Assert.True(code == 0, errors);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ').Select(Number).ToArray())];
    }

    private static double Number(string text) => text switch
    {
        "nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    private static (int Code, string Output, string Errors) Run(string[] arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
