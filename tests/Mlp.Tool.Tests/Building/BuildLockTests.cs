using System.Diagnostics;
using System.Globalization;
using Mlp.Cli.Building;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Building;

public sealed class BuildLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_build_waits_for_the_one_that_a_killed_command_left_behind()
    {
        using var orphan = Process.Start("sleep", "60");
        _folder.Write("build.process", string.Create(CultureInfo.InvariantCulture, $"{orphan.Id} {orphan.StartTime.ToUniversalTime().Ticks}"));
        var next = BuildLock.Take(_folder.Path, Ct.None);
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        Assert.False(next.IsCompleted);

        orphan.Kill();
        using var held = await next.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no process")]
    [InlineData("1 0")]
    [InlineData("999999999 638500000000000000")]
    public async Task It_waits_for_no_other_process(string text)
    {
        _folder.Write("build.process", text);
        using var held = await BuildLock.Take(_folder.Path, Ct.None).WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Two_builds_of_one_tree_take_turns()
    {
        var first = await BuildLock.Take(_folder.Path, Ct.None);
        first.BuiltBy(Process.GetCurrentProcess());
        var second = BuildLock.Take(_folder.Path, Ct.None);
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        Assert.False(second.IsCompleted);

        first.Dispose();
        using var held = await second.WaitAsync(TimeSpan.FromSeconds(60));
    }
}
