using System.Diagnostics;
using System.Text.Json;
using Mlp.Training.Fitting;

namespace Mlp.Training.Tests.Fitting;

/// <summary>Metrics against obvious ones, and against scikit-learn's.</summary>
public sealed class MetricsTests
{
    private const string NoScikitLearn = "python3-sklearn is not installed";

    public static bool HasNoScikitLearn { get; } = Python("import sklearn", "").Exit != 0;

    [Theory]
    [InlineData(1, 200, 1000)]
    [InlineData(2, 500, 7)]
    [InlineData(3, 3, 2)]
    public void The_area_is_the_share_of_pairs_in_order(int seed, int count, int steps)
    {
        var rows = Scores(seed, count, steps);
        var exact = Feed(new RankStatistic(), rows);
        Assert.Equal((Obvious(rows), 0.0), (exact!.Value.Area, exact.Value.Error));

        var binned = Feed(new RankStatistic(mostKept: count / 2), rows)!.Value;
        Assert.InRange(Obvious(rows), binned.Area - binned.Error - 1e-12, binned.Area + binned.Error + 1e-12);
        Assert.InRange(binned.Error, 0, steps > 100 ? 0.01 : 1);
    }

    [Fact]
    public void There_is_no_area_without_pairs()
    {
        Assert.Null(new RankStatistic().Area());
        Assert.Null(Feed(new RankStatistic(), [(0.1f, true), (0.2f, true)]));
        Assert.Equal(0.5, Feed(new RankStatistic(), [(0f, true), (-0f, false)])!.Value.Area);
        Assert.Equal((0.5, 0.5), Feed(new RankStatistic(0), [(0f, true), (-0f, false)]));
        Assert.Equal((1, 0), Feed(new RankStatistic(0), [(1f, true), (0f, false)]));
    }

    [Fact]
    public void Millions_of_scores_in_bins_are_within_their_error_which_is_small()
    {
        var random = new Random(3);
        var (exact, binned) = (new RankStatistic(), new RankStatistic(mostKept: 1000));
        for (var i = 0; i < 2_000_000; i++)
        {
            var isPositive = random.Next(10) == 0;
            var score = 1 / (1 + MathF.Exp((isPositive ? 0 : 2) + GeneratedChunks.Gauss(random)));
            exact.Add(score, isPositive);
            binned.Add(score, isPositive);
        }

        var (area, error) = binned.Area()!.Value;
        Assert.InRange(Math.Abs(area - exact.Area()!.Value.Area), 0, error);
        Assert.InRange(error, 0, 2e-4);
    }

    [Fact]
    public void Two_classes_are_counted_as_by_hand()
    {
        float[] scores = [0.9f, 0.8f, 0.4f, 0.6f, 0.1f, 0.5f];
        float[] labels = [1, 1, 1, 0, 0, 0];
        var metrics = MetricsOf(new() { Threshold = 0.5 }, scores, labels);

        Assert.Equal([[1, 2], [1, 2]], metrics.Confusion!);
        Assert.Equal(0.5, metrics.Accuracy);
        Assert.Equal(7 / 9.0, metrics.Auc!.Value, 1e-12);
        Assert.Equal([new(3, 0.5, 1 / 3.0, 0.4), new(3, 0.5, 2 / 3.0, 4 / 7.0)], metrics.Classes!);
        Assert.Equal(-labels.Zip(scores, (t, p) => Math.Log(t == 1 ? p : 1 - (double)p)).Average(), metrics.Loss, 1e-12);
        Assert.Equal([[2, 1], [1, 2]], MetricsOf(new() { Threshold = 0.55 }, scores, labels).Confusion!);
        Assert.True(double.IsFinite(MetricsOf(new(), [0, 1], [1, 0]).Loss));
    }

    [Fact(Skip = NoScikitLearn, SkipWhen = nameof(HasNoScikitLearn))]
    public void Two_classes_are_measured_as_scikit_learn_does()
    {
        var rows = Scores(5, 5000, 300);
        float[] scores = [.. rows.Select(row => row.Score)];
        float[] labels = [.. rows.Select(row => row.IsPositive ? 1f : 0f)];
        var metrics = MetricsOf(new(), scores, labels);
        var theirs = Theirs("""
            import sys, json, numpy, sklearn.metrics as m
            data = json.load(sys.stdin)
            y, s = numpy.array(data["labels"], dtype=int), numpy.array(data["scores"], dtype=numpy.float32)
            p = (s >= 0.5).astype(int)
            r = m.precision_recall_fscore_support(y, p)
            print(json.dumps([m.roc_auc_score(y, s), m.log_loss(y, s.astype(float), eps=2**-23), m.accuracy_score(y, p)] + [float(v) for part in r for v in part] + m.confusion_matrix(y, p).ravel().tolist()))
            """, scores, labels);

        double[] ours =
        [
            metrics.Auc!.Value, metrics.Loss, metrics.Accuracy!.Value, .. metrics.Classes!.Select(c => c.Precision), .. metrics.Classes!.Select(c => c.Recall),
            .. metrics.Classes!.Select(c => c.F1), .. metrics.Classes!.Select(c => (double)c.Rows), .. metrics.Confusion!.SelectMany(row => row).Select(n => (double)n),
        ];
        Agree(theirs, ours);
    }

    [Fact(Skip = NoScikitLearn, SkipWhen = nameof(HasNoScikitLearn))]
    public void Several_classes_and_values_are_measured_as_scikit_learn_does()
    {
        var random = new Random(9);
        float[] labels = [.. Enumerable.Range(0, 900).Select(_ => (float)random.Next(3))];
        float[] scores = [.. labels.SelectMany(label => Probabilities(random, (int)label))];
        var classes = MetricsOf(new(), scores, labels);
        float[] values = [.. labels.Select(label => label + random.NextSingle())];
        var regression = MetricsOf(new() { Task = FitTask.Regression }, values, labels);
        var theirs = Theirs("""
            import sys, json, numpy, sklearn.metrics as m
            data = json.load(sys.stdin)
            y = numpy.array(data["labels"], dtype=int)
            s, v = numpy.array(data["scores"][:3 * len(y)]).reshape(-1, 3), numpy.array(data["scores"][3 * len(y):], dtype=numpy.float32).astype(float)
            p = s.argmax(axis=1)
            r = m.precision_recall_fscore_support(y, p)
            print(json.dumps([float((-numpy.log(s[numpy.arange(len(y)), y])).mean()), m.log_loss(y, s), m.accuracy_score(y, p)] + [float(x) for x in r[2]] + m.confusion_matrix(y, p).ravel().tolist() + [m.mean_squared_error(y, v), m.r2_score(y, v)]))
            """, [.. scores, .. values], labels);

        Assert.Equal(theirs[1], theirs[0], 1e-6);
        double[] ours =
        [
            classes.Loss, theirs[1], classes.Accuracy!.Value, .. classes.Classes!.Select(c => c.F1),
            .. classes.Confusion!.SelectMany(row => row).Select(n => (double)n), regression.Loss, regression.RSquared!.Value,
        ];
        Agree(theirs, ours);
    }

    private static float[] Probabilities(Random random, int label)
    {
        float[] raw = [.. Enumerable.Range(0, 3).Select(c => 0.05f + random.NextSingle() + (c == label ? 0.3f : 0))];
        return [.. raw.Select(p => p / raw.Sum())];
    }

    private static void Agree(double[] theirs, double[] ours)
    {
        Assert.Equal(theirs.Length, ours.Length);
        Assert.All(theirs.Zip(ours), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    private static double[] Theirs(string program, float[] scores, float[] labels)
    {
        var (exit, output, errors) = Python(program, JsonSerializer.Serialize(new { scores, labels }));
        return exit == 0 ? JsonSerializer.Deserialize<double[]>(output)! : throw new InvalidOperationException(errors);
    }

    private static (int Exit, string Output, string Errors) Python(string program, string input)
    {
        if (!File.Exists("/usr/bin/python3"))
        {
            return (-1, "", "");
        }

        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-W", "ignore", "-c", program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = python.StandardError.ReadToEndAsync(Ct.None);
        python.StandardInput.Write(input);
        python.StandardInput.Close();
        var output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        return (python.ExitCode, output, errors.Result);
    }

    private static FitMetrics MetricsOf(StreamingFitOptions options, float[] scores, float[] labels)
    {
        var width = scores.Length / labels.Length;
        var measure = Measure.For(options);
        measure.Add(new FittedModel(new Echo()), scores, width, labels);
        return measure.Result()!;
    }

    private static (double Area, double Error)? Feed(RankStatistic statistic, IEnumerable<(float Score, bool IsPositive)> rows)
    {
        foreach (var (score, isPositive) in rows)
        {
            statistic.Add(score, isPositive);
        }

        return statistic.Area();
    }

    private static (float Score, bool IsPositive)[] Scores(int seed, int count, int steps)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => (random.Next(steps + 1) / (float)steps, i % 3 == 0))];
    }

    private static double Obvious((float Score, bool IsPositive)[] rows)
    {
        var pairs = rows.Where(r => r.IsPositive).SelectMany(p => rows.Where(r => !r.IsPositive), (p, n) => p.Score > n.Score ? 1 : p.Score == n.Score ? 0.5 : 0).ToList();
        return pairs.Sum() / pairs.Count;
    }
}
