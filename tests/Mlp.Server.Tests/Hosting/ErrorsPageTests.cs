using System.Text.RegularExpressions;
using Mlp.Testing;

namespace Mlp.Server.Tests.Hosting;

public sealed partial class ErrorsPageTests
{
    [Fact]
    public void Every_code_has_an_entry_and_every_entry_a_code()
    {
        var codes = Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(file => Literal().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Distinct().Order(StringComparer.Ordinal);
        var entries = Entry().Matches(File.ReadAllText(Repository.PathOf("docs", "errors.md"))).Select(match => match.Groups[1].Value)
            .Order(StringComparer.Ordinal);
        Assert.Equal(codes, entries);
    }

    [Fact]
    public void Entries_have_the_titles_that_are_sent()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "errors.md"));
        var sent = typeof(ErrorCode).GetFields().Where(field => field.IsStatic).Select(field => (ErrorCode)field.GetValue(null)!).ToList();
        Assert.True(sent.Count > 30);
        Assert.All(sent, code => Assert.Contains($"### {code.Code}: {code.Title}\n{code.Status}. ", page, StringComparison.Ordinal));
    }

    [GeneratedRegex("\"(MLP[0-9]{4})\"", RegexOptions.CultureInvariant)]
    private static partial Regex Literal();

    [GeneratedRegex(@"^(?:### |\| )(MLP[0-9]{4})(?:: | \|)", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Entry();
}
