using Mlp.Cli;
using Mlp.Cli.Git;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Git;

/// <summary>Short ways to what most of these tests begin with.</summary>
internal static class Opened
{
    public static Ct Ct => TestContext.Current.CancellationToken;

    public static EnvironmentSettings Environment { get; } = EnvironmentSettings.Read();

    public static Task<GitRepository> Open(this TestRepository repository) => GitRepository.Open(repository.Folder, Environment, Ct);

    /// <summary>The error, which has a code, a remedy and none of these words.</summary>
    public static async Task<CommandFailedException> Refused(string code, Func<Task> action)
    {
        var error = await Assert.ThrowsAsync<CommandFailedException>(action);
        Assert.Equal(code, error.Code);
        Assert.NotEmpty(error.Remedy);
        Assert.DoesNotContain("hidden-word", $"{error}{error.Value}{error.Remedy}", StringComparison.Ordinal);
        return error;
    }

    public static Task<CommandFailedException> Refused(string code, Action action) => Refused(code, () =>
    {
        action();
        return Task.CompletedTask;
    });
}
