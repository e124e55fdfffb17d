using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

/// <summary>What is shown, step by step.</summary>
internal sealed class Demo(Place place, Story story, CancellationToken ct)
{
    private const string Type = "demo_model";
    private const string Weights = "demo_model_weights";
    private const string Hurried = "Epochs = 5,";
    private const string Patient = "Epochs = 500,";
    private const string TwoInputs = "[[0, 0], [1, 0], [0, 1], [1, 1]], [[1], [3], [0], [2]]";
    private const string ThreeInputs = "[[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], [[1], [3], [0], [6]]";
    private static readonly string[] Sources = ["mlp-cli/mlp-cli.csproj", "mlp-client/Mlp.Client.csproj", "mlp-models-dense/Mlp.Models.Dense.csproj", "mlp-models/Mlp.Models.csproj"];
    private readonly Commands _commands = new(place, ct);
    private string _served = "";

    private Uri Service => new(place.Registry!, $"serve/{Type}/{Weights}/predict");

    public async Task Run()
    {
        await Step("build and install mlp", Install);
        await Step("start the registry", Serve);
        await Step("make a model repository", Initialise);
        await Step("release v1.0.0", () => Release("v1.0.0"));
        await Step("train", () => Train("1.0.0"));
        await Step("deploy", Deploy);
        await Step("predict", () => Predict("[1, 0]", "learnt in a hurry; 3 would be right"));
        await Step("train for longer", TrainForLonger);
        await Step("replace what serves while it is called", Replace);
        await Step("release v2.0.0", NextMajor);
        await Step("train for v2.0.0", TrainNextMajor);
    }

    private async Task Step(string name, Func<Task> work)
    {
        story.Begin(name);
        _commands.Begin(name.Replace(' ', '-'));
        try
        {
            await work();
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new StepFailedException(e.Message, _commands.Log);
        }
    }

    // With outputs of its own, so that neither a developer's builds nor their tests are touched; they stay, and the next run is quicker.
    private async Task Install()
    {
        Console.WriteLine($"Everything is in {place.Folder}; mlp is built and installed there first.");
        var script = place.PathOf("pack.proj");
        await File.WriteAllTextAsync(script, PackScript().ToString(), ct);
        await _commands.Run(
            place.Repository, "dotnet", "msbuild", script, "-restore", "-target:Pack", "-maxCpuCount", "-nologo", "-verbosity:quiet", "-property:RunAnalyzers=false",
            $"-property:ArtifactsPath={place.Build}", $"-property:PackageOutputPath={place.Packages}");
        await AddDependencies("Mlp.Models.Dense");
        await _commands.Run(place.Folder, "dotnet", "tool", "install", "mlp-cli", "--tool-path", place.Tools, "--source", place.Packages);
        story.Tell($"mlp is installed: {place.Mlp}");
    }

    private XElement PackScript()
    {
        var packed = Sources.Select(source => Path.Combine(place.Repository, "src", source));
        var restored = packed.Concat([Path.Combine(place.Repository, "src", "mlp-serving", "Mlp.Serving.csproj"), Path.Combine(place.Repository, "eng", "ahead", "ahead.csproj")]);
        return new(
            "Project",
            new XElement("Target", new XAttribute("Name", "Restore"), Call("Restore", restored)),
            new XElement("Target", new XAttribute("Name", "Pack"), Call("Pack", packed)));

        static XElement Call(string target, IEnumerable<string> projects) => new(
            "MSBuild", new XAttribute("Projects", string.Join(';', projects)), new XAttribute("Targets", target), new XAttribute("Properties", "Configuration=Release"), new XAttribute("BuildInParallel", target == "Pack"));
    }

    // What the packages need has been restored with them: the model repository needs no other feed.
    private async Task AddDependencies(string project)
    {
        using var assets = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(place.Build, "obj", project, "project.assets.json"), ct));
        var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        foreach (var library in assets.RootElement.GetProperty("libraries").EnumerateObject().Where(library => library.Value.GetProperty("type").GetString() == "package"))
        {
            var folder = folders.Select(folder => Path.Combine(folder, library.Value.GetProperty("path").GetString()!)).First(Directory.Exists);
            var package = Directory.GetFiles(folder, "*.nupkg").Single();
            File.Copy(package, Path.Combine(place.Packages, Path.GetFileName(package)));
        }
    }

    private async Task Serve()
    {
        await place.StartServer(_commands, ct);
        story.Tell($"the registry runs at {place.Registry}");
    }

    private async Task Initialise()
    {
        await _commands.Run(place.Folder, place.Mlp, "init", "demo");
        await File.WriteAllTextAsync(Path.Combine(place.Code, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{place.PathOf("nuget")}" /></config>
              <packageSources><clear /><add key="mlp" value="{place.Packages}" /></packageSources>
              <fallbackPackageFolders><clear /></fallbackPackageFolders>
            </configuration>
            """, ct);
        Change("src/Demo.Training/Program.cs", Patient, Hurried);
        await _commands.Run(place.Folder, "git", "init", "--quiet", "--bare", "--initial-branch", "main", place.Origin);
        await _commands.Run(place.Folder, place.Mlp, "hook", "install", place.Origin, "--wait");
        await _commands.Git("symbolic-ref", "HEAD", "refs/heads/main");
        await _commands.Git("remote", "add", "origin", place.Origin);
        await Commit("The first model");
        story.Tell($"mlp init made a model repository, {place.Code}; it is pushed to {place.Origin}, whose hook releases version tags");
    }

    private async Task Release(string tag)
    {
        await _commands.Git("tag", tag);
        var (_, told) = await _commands.Git("push", "--quiet", "origin", tag);
        var lines = told.Split('\n').Select(line => line.TrimEnd()).Where(line => line.StartsWith("remote: ", StringComparison.Ordinal)).Select(line => line["remote: ".Length..]).ToList();
        if (!lines.Contains($"mlp: {tag} is released"))
        {
            throw new StepFailedException($"the release of {tag} failed", _commands.Log);
        }

        story.Tell($"git push origin {tag} released it: built, packed, registered");
        Story.Quote(lines.Where(line => line.TrimStart().StartsWith("registered ", StringComparison.Ordinal)).Select(line => line.Trim()));
    }

    private async Task Train(string? version)
    {
        string[] arguments = ["run", "--project", "src/Demo.Training", .. version is null ? Array.Empty<string>() : ["--", version]];
        var (output, _) = await _commands.Run(place.Code, "dotnet", arguments);
        story.Tell("the training program fitted the model and published what it learnt; the registry chose the version");
        Story.Quote(output.Split('\n').Where(line => line.StartsWith("published ", StringComparison.Ordinal)));
    }

    private async Task Deploy()
    {
        var output = await _commands.Mlp("deploy");
        story.Tell("mlp deploy started it in a process of its own, and let it answer a prediction before it counts as there");
        Story.Quote(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private async Task<double> Predict(string input, string remark)
    {
        using var http = Callers.Client(await Token());
        var answer = await Callers.Ask(http, Service, input, ct);
        story.Tell($"it predicts {answer} ({remark}):");
        var curl = $"curl -s -H \"Authorization: Bearer $(cat {place.Token})\" {Service} --data '{input}'";
        story.TellCall(curl);
        await CallAsShown(curl, answer);
        _served = answer;
        return double.Parse(answer.Trim('[', ']'), CultureInfo.InvariantCulture);
    }

    // The line that is shown is run, where there is a curl to do so.
    private async Task CallAsShown(string curl, string expected)
    {
        if ((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "curl"))))
        {
            var (output, _) = await _commands.Run(place.Folder, "/bin/sh", "-c", curl);
            Require(output.Trim() == expected, $"curl got {output.Trim()} in place of {expected}");
        }
    }

    private async Task TrainForLonger()
    {
        Change("src/Demo.Training/Program.cs", Hurried, Patient);
        await Commit("Train for longer");
        await Train("1.0.0");
    }

    private async Task Replace()
    {
        var callers = new Callers(Service, await Token(), "[1, 0]");
        await using (callers)
        {
            await Deploy();

            // The new one has answered for a while.
            var after = callers.Answers.Values.Sum();
            while (callers.Answers.Values.Sum() < after + 500)
            {
                await Task.Delay(50, ct);
            }
        }

        Require(callers.Failures.Count == 0, $"{callers.Failures.Count} calls failed meanwhile: {callers.Failures.FirstOrDefault()}");
        Require(callers.Answers.Count == 2, $"the callers saw {callers.Answers.Count} outputs, in place of that before and that behind the switch");
        var answers = callers.Answers.OrderByDescending(answer => answer.Key == _served).Select(answer => $"{answer.Value} times {answer.Key}");
        story.Tell(string.Create(CultureInfo.InvariantCulture, $"it was called {callers.Answers.Values.Sum()} times meanwhile, with 0 failures; it answered {string.Join(", then ", answers)}"));
        var output = await Predict("[1, 0]", "better weights, same address");
        Require(Math.Abs(output - 3) < 0.05, $"it predicts {output} for 3");
    }

    // Another input is what a major version is for: weights of before do not fit.
    private async Task NextMajor()
    {
        Change("src/Demo/DemoModel.cs", "inputs: 2", "inputs: 3");
        Change("src/Demo/DemoModel.cs", "[InputShape(2)]", "[InputShape(3)]");
        Change("src/Demo.Training/Program.cs", TwoInputs, ThreeInputs);
        Change("tests/Demo.Tests/DemoModelTests.cs", TwoInputs, ThreeInputs);
        Change("tests/Demo.Tests/DemoModelTests.cs", "Predict([1, 0])", "Predict([1, 0, 0])");
        Change("tests/Demo.Tests/DemoModelTests.cs", "[0.3f, 0.7f]", "[0.3f, 0.7f, 0.1f]");
        await Commit("A third input");
        var plan = await _commands.Mlp("plan", "--tag", "v2.0.0");
        story.Tell("the model gets a third input, so its next version is 2.0.0; mlp plan --tag v2.0.0 says what that means");
        Story.Quote(plan.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await Release("v2.0.0");
        await Predict("[1, 0]", "no weights fit 2.0.0 yet, so that 1.0.0 serves on");
    }

    private async Task TrainNextMajor()
    {
        await Train(null);
        await Deploy();
        var output = await Predict("[0, 0, 1]", "2.0.0 with weights of its own");
        Require(Math.Abs(output - 6) < 0.05, $"it predicts {output} for 6");
    }

    private async Task Commit(string message)
    {
        await _commands.Git("add", "--all");
        await _commands.Git("commit", "--quiet", "--message", message);
        await _commands.Git("push", "--quiet", "origin", "main");
    }

    private void Change(string file, string from, string to)
    {
        var path = Path.Combine(place.Code, file);
        var text = File.ReadAllText(path);
        Require(text.Contains(from, StringComparison.Ordinal), $"{file} has no '{from}'");
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    private async Task<string> Token() => (await File.ReadAllTextAsync(place.Token, ct)).Trim();

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new StepFailedException(otherwise, _commands.Log);
        }
    }
}
