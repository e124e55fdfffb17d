using System.Diagnostics;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Releases;

/// <summary>The examples, as their READMEs say, with the installed tool and nothing configured.</summary>
public sealed class ExampleTests(InstalledTool tool, PackedLibraries packages)
{
    private static readonly string[] FirstPairs = ["beam_decoder 1.0.0 + proton_decoder 1.0", "beam_encoder 1.0.0 + proton_encoder 1.0"];

    [Fact]
    public async Task A_beam_line_goes_from_a_tag_to_weights_that_an_application_follows()
    {
        packages.AddClient();
        using var author = new Author(tool, packages);
        author.Code.CopyExample("beam-line");
        author.Code.Commit();
        author.Tag("v1.0.0");

        Assert.Equal(["registered beam_decoder 1.0.0", "registered beam_encoder 1.0.0"], await author.Lines("register"));
        Assert.Equal(["unchanged beam_decoder 1.0.0", "unchanged beam_encoder 1.0.0"], await author.Lines("register"));
        Train(author, "proton");
        Assert.Equal(FirstPairs, await author.Pairs());
        await Follow(author);

        // A new version of the code inherits; what is trained from it is the next version of the weights.
        author.Code.Write("src/BeamLine/Notes.cs", "// Better than before.");
        author.Code.Commit();
        author.Tag("v1.1.0");
        await author.Done("register");
        Assert.Equal(["beam_decoder 1.1.0 + proton_decoder 1.1", "beam_encoder 1.1.0 + proton_encoder 1.1"], await author.Pairs());
        Train(author, "proton");
        Assert.Equal(["beam_decoder 1.1.0 + proton_decoder 1.2", "beam_encoder 1.1.0 + proton_encoder 1.2"], await author.Pairs());

        // A major version inherits nothing, the plan says so, and its first weights begin anew.
        var plan = await author.Json("plan", "--tag", "v2.0.0");
        Assert.Equal(["proton_decoder", "proton_encoder"], plan.GetProperty("breaks").EnumerateArray().Select(b => b.Text("parameters")));
        author.Code.Write("README.md", "Only the words have changed.");
        author.Code.Commit();
        author.Tag("v2.0.0");
        await author.Done("register");
        Assert.Equal("1.1.0", (await author.Json("release", "status", "v2.0.0")).Text("codeUnchangedSince"));
        Assert.Equal(["beam_decoder 1.1.0 + proton_decoder 1.2", "beam_encoder 1.1.0 + proton_encoder 1.2"], await author.Pairs());
        Train(author, "proton");
        Assert.Equal(["beam_decoder 2.0.0 + proton_decoder 2.0", "beam_encoder 2.0.0 + proton_encoder 2.0"], await author.Pairs());
    }

    [Fact]
    public async Task A_monorepo_releases_each_project_by_tags_of_its_own()
    {
        using var author = new Author(tool, packages);
        author.Code.CopyExample("monorepo");
        author.Code.Commit();
        Assert.Equal(["plasma_density", "source_current"], (await author.Json("models")).EnumerateArray().Select(model => model.Text("name")));

        author.Tag("awake/v1.0.0");
        Assert.Equal(["registered plasma_density 1.0.0"], await author.Lines("register"));
        author.Tag("linac/v2.3.0");
        Assert.Equal(["unchanged plasma_density 1.0.0", "registered source_current 2.3.0"], await author.Lines("register"));
        Assert.Equal(["unchanged source_current 2.3.0"], await author.Lines("register", "--tag", "linac/v2.3.0"));
        author.Folder = author.Code.PathOf("awake");
        Assert.Equal(["unchanged plasma_density 1.0.0"], await author.Lines("register"));
        var owners = (await author.Json("list", "models")).EnumerateArray().Select(model => model.Text("project").Split('#')[1]);
        Assert.Equal(["awake/v", "linac/v"], owners);
    }

    private static void Train(Author author, params string[] arguments) =>
        author.Dotnet(["run", "--project", "src/BeamLine.Training", "--", .. arguments]);

    // The application starts with 1.0 and says so when 1.1 is there; nobody restarts it.
    private static async Task Follow(Author author)
    {
        author.Dotnet("build", "src/BeamLine.Consumer", "-v", "quiet");
        var start = new ProcessStartInfo("dotnet", [author.Code.PathOf("src/BeamLine.Consumer/bin/Debug/net10.0/BeamLine.Consumer.dll"), "proton", "120"]) { RedirectStandardOutput = true };
        foreach (var (name, value) in author.Environment)
        {
            start.Environment[name] = value;
        }

        using var consumer = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            Assert.Equal("with proton_encoder 1.0 and proton_decoder 1.0", await consumer.StandardOutput.ReadLineAsync(patience.Token));
            Train(author, "proton", "0.8");
            while (await consumer.StandardOutput.ReadLineAsync(patience.Token) is { } line && line != "now proton_encoder 1.1")
            {
                Assert.StartsWith(line.StartsWith("now", StringComparison.Ordinal) ? "now proton_decoder 1.1" : "position", line, StringComparison.Ordinal);
            }

            Assert.False(consumer.HasExited);
        }
        finally
        {
            consumer.Kill();
        }
    }
}
