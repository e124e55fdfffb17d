using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Mlp.Models;
using Mlp.Models.Dense;
using Mlp.Testing;
using Mlp.Tool.Tests.Deploying;
using Mlp.Tool.Tests.Releases;

namespace Mlp.Tool.Tests.Training;

/// <summary>The example of training on events, from files to scores over HTTP.</summary>
public sealed class SignalStoryTests(InstalledTool tool, PackedLibraries packages)
{
    private const string Python = "/usr/bin/python3";
    private const int Width = 27;
    private const int AskedOverHttp = 2000;
    private const double BehindBoostedTrees = 0.02;

    private const string Contest =
        """
        import glob, sys, numpy
        from sklearn.ensemble import HistGradientBoostingClassifier
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import roc_auc_score
        def load(folder):
            files = sorted(glob.glob(folder + "/chunk-*-features.npy"))
            return numpy.concatenate([numpy.load(f) for f in files]), numpy.concatenate([numpy.load(f.replace("features", "labels")) for f in files])
        (x, y), (fresh_x, fresh_y) = load(sys.argv[1]), load(sys.argv[2])
        for model in (LogisticRegression(max_iter=1000), HistGradientBoostingClassifier(random_state=0)):
            print(roc_auc_score(fresh_y, model.fit(x, y).predict_proba(fresh_x)[:, 1]))
        """;

    [Fact]
    public async Task Signal_is_told_from_background_as_well_as_by_scikit_learn_and_served_with_the_same_scores()
    {
        packages.AddRoot();
        using var author = new Author(tool, packages);
        author.Code.CopyExample("signal-background");
        author.Code.Commit();
        author.Tag("v1.0.0");
        Assert.Equal(["registered signal 1.0.0"], await author.Lines("register"));
        author.Dotnet("run", "--configuration", "Release", "--project", "src/MakeEvents", "--", "data", "350000", "1");
        author.Dotnet("run", "--configuration", "Release", "--no-build", "--project", "src/MakeEvents", "--", "fresh", "60000", "100");

        author.Code.Write("data/two.csv", "x,kind\n1,0\n2,1\n");
        Assert.Contains("takes 27 numbers, as its InputShape says, and an event becomes 1", await author.Failed("train", "--files", "data/two.csv", "--labels", "kind", "--model", "signal", "--publish", "signal_weights"), StringComparison.Ordinal);

        string[] data = ["--files", "files.txt", "--labels", "labels.txt", "--params", "params.json"];
        var trained = await Trained(author, ["train", .. data, "--model", ".", "--publish", "signal_weights", "--checkpoint", "kept"]);
        Assert.Equal("1.0", trained.GetProperty("published").Text("version"));
        Assert.Equal((350_000, Width), (trained.GetProperty("rows").GetInt32(), trained.GetProperty("width").GetInt32()));
        await author.Done(["data", "specs", .. data, "--into", "specs"]);
        await author.Done(["data", "chunks", .. data, "--into", "chunks"]);
        await author.Done("data", "chunks", "--files", "fresh/signal.root,fresh/background.root", "--labels", "1,0", "--params", "params.json", "--specs", "specs/global-specs.json", "--into", "chunks/fresh");

        var (features, labels) = Load(author.Code.PathOf("chunks/fresh"));
        var scores = await Embedded(author, features);
        var auc = Auc(scores, labels);
        Assert.InRange(trained.GetProperty("test").GetProperty("auc").GetDouble(), auc - 0.01, auc + 0.01);
        var served = await Served(author, features[..(AskedOverHttp * Width)]);
        Assert.Equal(scores[..AskedOverHttp], served);
        CompareWithScikitLearn(author, auc);
    }

    // Somebody is in a hurry and ends it in the middle; then it goes on.
    private static async Task<JsonElement> Trained(Author author, string[] train)
    {
        await author.KillAt("epoch 4/", train);
        var (exit, output, errors) = await author.Run([.. train, "--output", "json"]);
        Assert.True(exit == 0, errors);
        Assert.Contains("going on from the checkpoint in kept\n", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("\nepoch 1/", errors, StringComparison.Ordinal);
        Assert.Contains("\nepoch 12/", errors, StringComparison.Ordinal);
        return JsonElement.Parse(output);
    }

    private static void CompareWithScikitLearn(Author author, double auc)
    {
        var (exit, output) = Run(Contest, author.Code.PathOf("chunks"), author.Code.PathOf("chunks/fresh"));
        if (exit != 0)
        {
            Assert.Skip($"{Python} has no scikit-learn, which the set-up of the tests installs on Debian as python3-sklearn: {output}");
        }

        var contestants = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture)).ToList();
        Assert.True(auc >= contestants[0], $"logistic regression: {contestants[0]}, ours: {auc}");
        Assert.True(auc >= contestants[1] - BehindBoostedTrees, $"boosted trees: {contestants[1]}, ours: {auc}");
    }

    private static async Task<float[]> Embedded(Author author, float[] features)
    {
        await author.Done("pull", "signal_weights@1.0", "--to", author.Code.PathOf("parameters"));
        var network = new DenseNetwork();
        network.ImportParameters(new ParametersFolder(author.Code.PathOf("parameters")));
        var scores = new float[features.Length / Width];
        network.PredictRows(features, scores);
        return scores;
    }

    private static async Task<float[]> Served(Author author, float[] features)
    {
        await author.Done("deploy");
        using var http = ConstantLoad.ThroughSocket(author.Socket);
        var rows = features.Chunk(Width).Select(row => $"[{string.Join(',', row.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}]");
        using var body = new StringContent($"{{\"instances\":[{string.Join(',', rows)}]}}", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("http://localhost/serve/signal/signal_weights/v1/models/signal:predict", body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return [.. JsonElement.Parse(text).GetProperty("predictions").EnumerateArray().Select(row => row[0].GetSingle())];
    }

    // The rank statistic, ties counting half.
    private static double Auc(float[] scores, float[] labels)
    {
        var ordered = scores.Zip(labels).OrderBy(pair => pair.First).ToList();
        var (sum, background) = (0.0, 0.0);
        for (var start = 0; start < ordered.Count;)
        {
            var end = start;
            while (end < ordered.Count && ordered[end].First == ordered[start].First)
            {
                end++;
            }

            var signal = ordered[start..end].Count(pair => pair.Second == 1);
            sum += signal * (background + ((end - start - signal) / 2.0));
            background += end - start - signal;
            start = end;
        }

        return sum / background / labels.Count(label => label == 1);
    }

    private static (float[] Features, float[] Labels) Load(string folder)
    {
        var files = Directory.GetFiles(folder, "chunk-*-features.npy").Order(StringComparer.Ordinal).ToList();
        return ([.. files.SelectMany(Numbers)], [.. files.SelectMany(file => Numbers(file.Replace("features", "labels", StringComparison.Ordinal)))]);

        static float[] Numbers(string file)
        {
            var bytes = File.ReadAllBytes(file);
            return [.. MemoryMarshal.Cast<byte, float>(bytes.AsSpan(10 + bytes[8] + (bytes[9] << 8)))];
        }
    }

    private static (int Exit, string Output) Run(string script, params string[] arguments)
    {
        if (!File.Exists(Python))
        {
            return (1, "there is no such program");
        }

        using var process = Process.Start(new ProcessStartInfo(Python, ["-W", "ignore", "-c", script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? output : errors.GetAwaiter().GetResult());
    }
}
