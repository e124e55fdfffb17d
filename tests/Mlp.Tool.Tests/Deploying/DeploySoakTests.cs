using System.Diagnostics;
using System.Globalization;
using Mlp.Testing;
using Mlp.Tool.Tests.Releases;

namespace Mlp.Tool.Tests.Deploying;

/// <summary>Ten minutes at full load, with another version every twenty seconds.</summary>
public sealed class DeploySoakTests(InstalledTool tool, PackedLibraries packages)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(2);

    [LongFact]
    public async Task No_request_fails_and_memory_stays_flat_however_often_is_deployed()
    {
        using var author = new Author(tool, packages);
        await Story.Release(author, "v1.0.0");
        await Story.Publish(author, "2", "1.0");
        await author.Done("deploy");
        await Story.Publish(author, "3", "1.1");
        await author.Done("deploy");
        await using var load = new ConstantLoad(author.Socket, "serve/scale/factor/predict", "3", callers: 16);
        var (clock, early, deployments) = (Stopwatch.StartNew(), 0L, 0);
        while (clock.Elapsed < Long)
        {
            var next = clock.Elapsed + Often;
            await author.Done("rollback", "scale", "factor", "--to", deployments++ % 2 == 0 ? "1.0" : "1.1");
            Assert.Empty(load.Failures);
            early = early == 0 && clock.Elapsed > WarmUp ? Resident(author) : early;
            await Task.Delay(next > clock.Elapsed ? next - clock.Elapsed : TimeSpan.Zero);
        }

        Assert.True(deployments > 20, $"{deployments} deployments");
        Assert.True(load.Answers > 100_000, $"{load.Answers} answers");
        var late = Resident(author);
        Assert.True(late < 1.2 * early, string.Create(CultureInfo.InvariantCulture, $"the registry had {early} bytes after two minutes, and {late} at the end"));
        Assert.Single(author.Models());
    }

    private static long Resident(Author author)
    {
        using var server = Process.GetProcessById(int.Parse(File.ReadLines(Path.Combine(author.Home, "server.info")).First(), CultureInfo.InvariantCulture));
        return server.WorkingSet64;
    }
}
