namespace Mlp.Training.Fitting;

/// <summary>Log loss, confusion and what follows from it; with two classes the area under the ROC curve too.</summary>
internal sealed class ClassificationMeasure(double threshold) : Measure
{
    // The logarithm of a probability that a float rounds to nothing: one float step, as scikit-learn has it.
    private const double Smallest = 1.1920928955078125e-07;

    private readonly RankStatistic _ranks = new();
    private double _loss;
    private long[][] _confusion = [];

    protected override void Add(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, string model)
    {
        var answers = scores.Length / labels.Length;
        var classes = int.Max(answers, 2);
        if (_confusion.Length == 0)
        {
            _confusion = [.. Enumerable.Range(0, classes).Select(_ => new long[classes])];
        }

        CheckProbabilities(scores, model);
        for (var row = 0; row < labels.Length; row++)
        {
            AddRow(scores.Slice(row * answers, answers), ClassOf(labels[row], classes, model));
        }
    }

    protected override FitMetrics Total()
    {
        var classes = _confusion.Length;
        var area = classes == 2 ? _ranks.Area() : null;
        return new()
        {
            Rows = Rows,
            Loss = _loss / Rows,
            Auc = area?.Area,
            AucError = area?.Error,
            Accuracy = (double)Enumerable.Range(0, classes).Sum(c => _confusion[c][c]) / Rows,
            Confusion = _confusion,
            Classes = [.. Enumerable.Range(0, classes).Select(Class)],
        };
    }

    private void AddRow(ReadOnlySpan<float> answers, int label)
    {
        if (answers.Length > 2)
        {
            _loss -= LogOf(answers[label]);
            _confusion[label][IndexOfMax(answers)]++;
            return;
        }

        var score = answers[^1];
        _loss -= LogOf(answers.Length == 2 ? answers[label] : label == 1 ? score : 1 - (double)score);
        _confusion[label][score >= threshold ? 1 : 0]++;
        _ranks.Add(score, label == 1);
    }

    private static double LogOf(double probability) => Math.Log(Math.Clamp(probability, Smallest, 1 - Smallest));

    private static int IndexOfMax(ReadOnlySpan<float> answers)
    {
        var best = 0;
        for (var i = 1; i < answers.Length; i++)
        {
            best = answers[i] > answers[best] ? i : best;
        }

        return best;
    }

    private ClassMetrics Class(int c)
    {
        var classes = Enumerable.Range(0, _confusion.Length).ToArray();
        var (rows, taken) = (classes.Sum(p => _confusion[c][p]), classes.Sum(t => _confusion[t][c]));
        var found = _confusion[c][c];
        return new(rows, Share(found, taken), Share(found, rows), Share(2 * found, rows + taken));
    }

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private static void CheckProbabilities(ReadOnlySpan<float> scores, string model)
    {
        if (scores.IndexOfAnyExceptInRange(0f, 1f) is >= 0 and var at)
        {
            throw new TrainingInputException(
                $"the model {model}", FormattableString.Invariant($"it answers {scores[at]}, which is no probability"),
                "let it answer between 0 and 1 (a sigmoid or softmax), or choose regression");
        }
    }

    private static int ClassOf(float label, int classes, string model) => label >= 0 && label < classes && float.IsInteger(label)
        ? (int)label
        : throw new TrainingInputException(
            $"the model {model}", FormattableString.Invariant($"it tells {classes} classes apart, 0 to {classes - 1}, and there is a row of class {label}"),
            "give the model an output for each class, or correct the labels");
}
