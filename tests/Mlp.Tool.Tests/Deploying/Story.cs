using System.Diagnostics;
using System.Globalization;
using Mlp.Tool.Tests.Releases;

namespace Mlp.Tool.Tests.Deploying;

/// <summary>What every story of a deployment begins with: a model that multiplies, and factors for it.</summary>
internal static class Story
{
    // Longer than a roll-out waits for a model to be ready.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task Release(Author author, string tag)
    {
        if (!File.Exists(author.Code.PathOf("Scale/Model.cs")))
        {
            author.Code.UseFeed();
            author.Code.Project("Scale/Scale.csproj", ["Mlp.Models"]);
        }

        author.Code.Write("Scale/Model.cs", ScaleModel.Code(tag));
        author.Code.Commit();
        author.Tag(tag);
        await author.Done("register");
    }

    public static async Task Publish(Author author, string factor, string version, string model = "scale@1.0.0")
    {
        var folder = author.Code.PathOf($"bin/{version}");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, "factor.f32"), BitConverter.GetBytes(float.Parse(factor, CultureInfo.InvariantCulture)));
        Assert.Equal([version], await author.Lines("publish", "factor", folder, "--model", model));
    }

    /// <summary>What a caller that knows nothing of us is answered, through the server's own socket.</summary>
    public static string Curl(Author author, string path, string input)
    {
        using var curl = Process.Start(new ProcessStartInfo("curl", ["--silent", "--show-error", "--fail", "--unix-socket", author.Socket, "--data", input, $"http://localhost/{path}"]) { RedirectStandardOutput = true })!;
        var output = curl.StandardOutput.ReadToEnd();
        curl.WaitForExit();
        return output;
    }

    public static Task WaitFor(Func<bool> condition) => WaitFor(() => Task.FromResult(condition()));

    public static Task WaitFor(Func<Task<bool>> condition) => WaitUntil(async () => await condition() ? null : "it does not come");

    /// <summary>Waits until nothing is missing any more; where that takes too long, what is missing then is told.</summary>
    public static async Task WaitUntil(Func<Task<string?>> missing)
    {
        var clock = Stopwatch.StartNew();
        while (await missing() is { } what)
        {
            Assert.True(clock.Elapsed < Patience, what);
            await Task.Delay(50);
        }
    }
}
