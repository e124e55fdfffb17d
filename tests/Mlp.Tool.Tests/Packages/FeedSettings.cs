using Mlp.Cli;
using Mlp.Cli.Packages;

namespace Mlp.Tool.Tests.Packages;

internal static class FeedSettings
{
    public static EnvironmentSettings With(FeedVariables? variables = null, string home = "/nonexistent") => new() { Home = home, Feeds = variables ?? new() };
}
