using System.Globalization;
using System.Security;
using System.Text;

namespace Mlp.Training.Plots;

/// <summary>A feature's distributions as an SVG picture: a panel before the cuts and, if there are any, one after them; a line for each label.</summary>
internal sealed class DistributionPicture
{
    private const int Width = 520;
    private const int Height = 360;
    private const int Left = 70;
    private const int Right = 20;
    private const int Top = 60;
    private const int Bottom = 50;

    // Told apart by people who see colours otherwise, too (Okabe and Ito).
    private static readonly string[] Colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442", "#000000"];

    private readonly StringBuilder _svg = new();
    private readonly FeatureDistribution _feature;

    private DistributionPicture(FeatureDistribution feature) => _feature = feature;

    public static string Of(FeatureDistribution feature) => new DistributionPicture(feature).Draw();

    private string Draw()
    {
        var panels = _feature.After.Count > 0 ? 2 : 1;
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width * panels}\" height=\"{Height}\" viewBox=\"0 0 {Width * panels} {Height}\" font-family=\"sans-serif\" font-size=\"12\">");
        Add($"<title>{Escaped(_feature.Name)}</title><rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        Panel(_feature.Before, 0, panels == 2 ? "before cuts" : "");
        if (panels == 2)
        {
            Panel(_feature.After, Width, "after cuts");
        }

        Add($"</svg>");
        return _svg.ToString();
    }

    private void Panel(IReadOnlyDictionary<float, Histogram> histograms, int x, string what)
    {
        var curves = histograms.Select(pair => (Label: pair.Key, pair.Value.Total, Shares: Shares(pair.Value))).ToList();
        var highest = curves.SelectMany(curve => curve.Shares).DefaultIfEmpty().Max();
        var (yStep, xStep) = (NiceStep(highest, 5), NiceStep(_feature.Largest - _feature.Least, 6));
        var top = highest <= 0 ? 1 : Math.Ceiling(highest / yStep) * yStep;
        Add($"<g transform=\"translate({x + Left},{Top})\"><text x=\"0\" y=\"-40\" font-size=\"14\" font-weight=\"bold\">{Escaped(_feature.Name)}</text><text x=\"{Width - Left - Right}\" y=\"-40\" text-anchor=\"end\" fill=\"#555\">{what}</text>");
        Axes(xStep, yStep, top);
        for (var i = 0; i < curves.Count; i++)
        {
            Curve(curves[i].Shares, top, Colours[i % Colours.Length]);
            Legend(curves[i].Label, curves[i].Total, i, curves.Count);
        }

        NotShown(histograms.Values.Sum(histogram => histogram.Below), histograms.Values.Sum(histogram => histogram.Above));

        Add($"</g>");
    }

    private static double[] Shares(Histogram histogram) =>
        [.. histogram.Counts.Select(count => histogram.Total == 0 ? 0 : (double)count / histogram.Total)];

    private void NotShown(long below, long above)
    {
        if (below + above > 0)
        {
            Add($"<text x=\"{Width - Left - Right - 6}\" y=\"14\" text-anchor=\"end\" font-size=\"10\" fill=\"#555\">not shown: {below} below, {above} above</text>");
        }
    }

    private void Axes(double xStep, double yStep, double top)
    {
        var (width, height) = (Width - Left - Right, Height - Top - Bottom);
        for (var value = 0.0; value <= top * 1.0001; value += yStep)
        {
            var y = height - (value / top * height);
            Add($"<line x1=\"0\" x2=\"{width}\" y1=\"{y:0.##}\" y2=\"{y:0.##}\" stroke=\"#ddd\"/><text x=\"-6\" y=\"{y + 4:0.##}\" text-anchor=\"end\">{Number(value, yStep)}</text>");
        }

        for (var value = Math.Ceiling(_feature.Least / xStep) * xStep; value <= _feature.Largest; value += xStep)
        {
            var place = (value - _feature.Least) / (_feature.Largest - _feature.Least) * width;
            Add($"<line x1=\"{place:0.##}\" x2=\"{place:0.##}\" y1=\"{height}\" y2=\"{height + 5}\" stroke=\"black\"/><text x=\"{place:0.##}\" y=\"{height + 18}\" text-anchor=\"middle\">{Number(value, xStep)}</text>");
        }

        Add($"<rect width=\"{width}\" height=\"{height}\" fill=\"none\" stroke=\"black\"/><text transform=\"translate(-52,{height / 2}) rotate(-90)\" text-anchor=\"middle\">share of the values</text>");
        Add($"<text x=\"{width / 2}\" y=\"{height + 38}\" text-anchor=\"middle\">{Escaped(_feature.Name)}</text>");
    }

    private void Curve(double[] shares, double top, string colour)
    {
        var (width, height) = (Width - Left - Right, Height - Top - Bottom);
        var path = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"M0 {height}"));
        for (var i = 0; i < shares.Length; i++)
        {
            var (from, to, y) = ((double)i / shares.Length * width, (double)(i + 1) / shares.Length * width, height - (shares[i] / top * height));
            _ = path.Append(CultureInfo.InvariantCulture, $"L{from:0.##} {y:0.##}L{to:0.##} {y:0.##}");
        }

        Add($"<path d=\"{path}L{width} {height}\" fill=\"{colour}\" fill-opacity=\"0.12\" stroke=\"{colour}\" stroke-width=\"1.5\"/>");
    }

    private void Legend(float label, long total, int index, int count)
    {
        var text = float.IsNaN(label) ? $"{total} values" : string.Create(CultureInfo.InvariantCulture, $"label {label}: {total} values");
        var x = (Width - Left - Right) * (index % 4) / Math.Min(4, count);
        var y = -22 + (14 * (index / 4));
        Add($"<rect x=\"{x}\" y=\"{y - 9}\" width=\"10\" height=\"10\" fill=\"{Colours[index % Colours.Length]}\"/><text x=\"{x + 14}\" y=\"{y}\" font-size=\"11\">{text}</text>");
    }

    // 1, 2 or 5 times a power of ten.
    private static double NiceStep(double range, int parts)
    {
        if (!(range > 0))
        {
            return 1;
        }

        var rough = range / parts;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / power) switch { <= 1 => power, <= 2 => 2 * power, <= 5 => 5 * power, _ => 10 * power };
    }

    private static string Number(double value, double step) =>
        Math.Abs(value) < step / 2 ? "0" : Math.Abs(value) is >= 1e6 or < 1e-4 ? value.ToString("0.##e0", CultureInfo.InvariantCulture) : Math.Round(value, 6).ToString("0.######", CultureInfo.InvariantCulture);

    private static string Escaped(string text) => SecurityElement.Escape(text)!;

    private void Add(FormattableString line) => _svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
