using Mlp.Models;

namespace Mlp.Training.Fitting;

/// <summary>Asks a model for its answers to rows that lie one after the other.</summary>
internal abstract class RowPredictor
{
    private const int RowsAtOnce = 1024;

    private float[] _scores = [];

    public static RowPredictor For(IModel model, string name) => model switch
    {
        IModel<float[], float[]> rows => new OfArrays(rows, name),
        IModel<float[], float> rows => new OfNumbers(rows),
        _ => throw new TrainingInputException(
            $"the model {name}", "it does not predict from numbers", "let its class implement IModel<float[], float[]> or IModel<float[], float>"),
    };

    /// <summary>All answers, row by row; valid until the next call.</summary>
    public ReadOnlySpan<float> Predict(ReadOnlySpan<float> features, int width)
    {
        var (rows, each) = (features.Length / width, 0);
        for (var start = 0; start < rows; start += RowsAtOnce)
        {
            var count = int.Min(RowsAtOnce, rows - start);
            each = PredictBlock(features.Slice(start * width, count * width), width, start == 0 ? null : each);
            var needed = checked(rows * each);
            if (_scores.Length < needed)
            {
                Array.Resize(ref _scores, needed);
            }

            Answers(_scores.AsSpan(start * each, count * each), each);
        }

        return _scores.AsSpan(0, rows * each);
    }

    /// <summary>Predicts, and keeps the answers.</summary>
    /// <returns>How many numbers a row is answered.</returns>
    protected abstract int PredictBlock(ReadOnlySpan<float> features, int width, int? expected);

    /// <summary>Gives the answers kept.</summary>
    protected abstract void Answers(Span<float> scores, int each);

    private sealed class Rows
    {
        private readonly float[][] _rows = new float[RowsAtOnce][];

        public ReadOnlySpan<float[]> Copy(ReadOnlySpan<float> features, int width)
        {
            var count = features.Length / width;
            for (var i = 0; i < count; i++)
            {
                _rows[i] = _rows[i]?.Length == width ? _rows[i] : new float[width];
                features.Slice(i * width, width).CopyTo(_rows[i]);
            }

            return _rows.AsSpan(0, count);
        }
    }

    private static void PredictAll<T>(IModel<float[], T> model, ReadOnlySpan<float[]> rows, Span<T> answers)
    {
        if (model is IBatchPredictor<float[], T> batches)
        {
            batches.PredictBatch(rows, answers);
            return;
        }

        for (var i = 0; i < rows.Length; i++)
        {
            answers[i] = model.Predict(rows[i]);
        }
    }

    private sealed class OfArrays(IModel<float[], float[]> model, string name) : RowPredictor
    {
        private readonly Rows _rows = new();
        private readonly float[][] _answers = new float[RowsAtOnce][];

        protected override int PredictBlock(ReadOnlySpan<float> features, int width, int? expected)
        {
            var rows = _rows.Copy(features, width);
            PredictAll(model, rows, _answers.AsSpan(0, rows.Length));
            var each = expected ?? _answers[0]?.Length ?? 0;
            for (var i = 0; i < rows.Length; i++)
            {
                if (_answers[i] is null || _answers[i].Length != each || each == 0)
                {
                    throw new TrainingInputException(
                        $"the model {name}", $"it answers one row with {each} numbers and another with {_answers[i]?.Length ?? 0}",
                        "it has to answer every row with as many, and at least one");
                }
            }

            return each;
        }

        protected override void Answers(Span<float> scores, int each)
        {
            for (var i = 0; i * each < scores.Length; i++)
            {
                _answers[i].CopyTo(scores[(i * each)..]);
            }
        }
    }

    private sealed class OfNumbers(IModel<float[], float> model) : RowPredictor
    {
        private readonly Rows _rows = new();
        private readonly float[] _answers = new float[RowsAtOnce];

        protected override int PredictBlock(ReadOnlySpan<float> features, int width, int? expected)
        {
            var rows = _rows.Copy(features, width);
            PredictAll(model, rows, _answers.AsSpan(0, rows.Length));
            return 1;
        }

        protected override void Answers(Span<float> scores, int each) => _answers.AsSpan(0, scores.Length).CopyTo(scores);
    }
}
