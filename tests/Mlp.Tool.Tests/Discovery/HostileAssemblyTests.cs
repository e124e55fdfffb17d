using System.Diagnostics;
using System.Text;
using Mlp.Cli;

namespace Mlp.Tool.Tests.Discovery;

/// <summary>Metadata made to exhaust whoever reads it; random damage does not come upon it.</summary>
public sealed class HostileAssemblyTests
{
    private const byte Class = 0x12;
    private const byte GenericInstance = 0x15;
    private const byte Parameter = 0x13;
    private const byte VectorOf = 0x1d;
    private static readonly byte[] HalfABillion = [0xdf, 0xff, 0xff, 0xff];

    [Fact]
    public void Types_that_are_nested_without_end_are_refused()
    {
        var finding = Refused(new HostileAssembly().Class("M", [.. Enumerable.Repeat(VectorOf, 1_000_000), 0x08]).Declares(Attribute("M", "m")));
        Assert.Equal("what the assembly declares cannot be read: types are nested more than 100 deep", finding.Fact);
    }

    [Fact]
    public void Counts_are_not_believed()
    {
        Refused(new HostileAssembly().Class("M", [GenericInstance, Class, HostileAssembly.FirstClass, .. HalfABillion, 0x08]).Declares(Attribute("M", "m")));
        Refused(new HostileAssembly().Class("M", [0x14, 0x08, 0x01, .. HalfABillion]).Declares(Attribute("M", "m")));
    }

    [Fact]
    public void A_class_that_grows_with_every_step_to_its_base_is_refused()
    {
        // class M<T> : M<M<T>>, and twice as large at each step: class N<T, U> : N<N<T, U>, N<T, U>>.
        byte[] self = [GenericInstance, Class, HostileAssembly.FirstClass];
        Refused(new HostileAssembly().Class("M`1", [.. self, 1, .. self, 1, Parameter, 0], parameters: 1).Declares(Attribute("M`1[[M`1]]", "m")));
        byte[] both = [.. self, 2, Parameter, 0, Parameter, 1];
        Refused(new HostileAssembly().Class("N`2", [.. self, 2, .. both, .. both], parameters: 2).Declares(Attribute("N`2[[N`2],[N`2]]", "n")));
    }

    [Fact]
    public void A_class_that_is_its_own_base_is_no_model()
    {
        var result = Read(new HostileAssembly().Class("M", [Class, HostileAssembly.FirstClass]).Declares(Attribute("M", "m")));
        Assert.Equal(["MLP7225", "MLP7226"], result.Findings.Select(finding => finding.Code));
    }

    [Fact]
    public void A_newer_attribute_is_a_finding_that_asks_to_update()
    {
        byte[] number = [1, 0, 0x54, 0x08, .. Text("Weight"), 1, 0, 0, 0];
        byte[] flag = [1, 0, 0x54, 0x02, .. Text("Shy"), 1];
        var result = Read(new HostileAssembly().Class("M", [0x1c])
            .Declares([1, 0, .. Text("M"), .. Text("m"), .. number])
            .Declares([1, 0, .. Text("M"), .. Text("m"), .. flag])
            .Declares([1, 0, 0, 0], constructor: [0x20, 1, 0x01, 0x08]));
        Assert.Equal(
            ["the attribute MlpModel has 'Shy', which this version of mlp does not know",
             "the attribute MlpModel has a constructor of another kind, which this version of mlp does not know",
             "the attribute MlpModel has an argument of a kind that it has no use for yet, which this version of mlp does not know"],
            result.Findings.Where(finding => finding.Code == "MLP7238").Select(finding => finding.Fact).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("M, , ,")]
    [InlineData("M[[")]
    [InlineData("")]
    [InlineData("M&")]
    [InlineData("M[,,,][*]*")]
    [InlineData("N.O+P")]
    [InlineData("\\")]
    public void A_class_that_is_spelled_wrongly_is_not_found(string spelling)
    {
        var result = Read(new HostileAssembly().Class("M", [0x1c]).Declares(Attribute(spelling, "m")));
        Assert.True(Assert.Single(result.Findings).Code is "MLP7222" or "MLP7226");
    }

    private static Finding Refused(HostileAssembly assembly)
    {
        var finding = Read(assembly).Findings[^1];
        Assert.Equal("MLP7239", finding.Code);
        return finding;
    }

    private static Cli.Discovery.DiscoveryResult Read(HostileAssembly assembly)
    {
        using var folder = FixtureFolder.Empty();
        assembly.Save(folder);
        var (clock, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
        var result = folder.Read();
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"it took {clock.Elapsed}");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100 << 20, "it took more than 100 MiB");
        Assert.Empty(result.Models);
        Assert.Empty(result.Notes);
        return result;
    }

    private static byte[] Attribute(string type, string name) => [1, 0, .. Text(type), .. Text(name), 0, 0];

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.UTF8.GetBytes(text)];
}
