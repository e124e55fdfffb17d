using Mlp.Server.Compatibility;

namespace Mlp.Server.Tests.Compatibility;

/// <summary>The table of versions that AUTO stands for, row by row.</summary>
public sealed class VersionTableTests
{
    [Theory]
    [InlineData("1.0.0", "", "1.0")]
    [InlineData("1.0.0", "1.0", "1.1")]
    [InlineData("1.6.0", "1.0 1.1", "1.2")]
    [InlineData("2.0.0", "1.0 1.1 1.2", "2.0")]
    [InlineData("3.3.0", "4.0", "ambiguous: 3.0 or 4.1")]
    [InlineData("3.3.0", "3.3 4.0", "3.4")]
    [InlineData("0.1.0", "", "0.0")]
    [InlineData("1.0.0", "1.9 1.10", "1.11")]
    [InlineData("2.0.0", "1.0 3.7", "ambiguous: 2.0 or 3.8")]
    public void Auto_gives_the_version_that_the_table_says(string mtv, string existing, string expected)
    {
        var major = TypeVersion.TryParse(mtv)!.Major;
        var versions = existing.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => ParametersVersion.TryParse(text)!).ToList();
        var next = NextVersion.After(major, versions.Where(version => version.Major == major).Max(), versions.Max());
        Assert.Equal(expected, next switch
        {
            NextVersion.Generated generated => generated.Version.ToString(),
            NextVersion.Ambiguous either => $"ambiguous: {either.OfThisMajor} or {either.AfterTheHighest}",
            _ => "?",
        });
    }
}
