using System.Diagnostics;
using System.Reflection.PortableExecutable;

namespace Mlp.Tool.Tests.Discovery;

/// <summary>Whatever lies in an output folder: it is read, noted or found wrong, never a crash.</summary>
public sealed class BrokenAssemblyTests
{
    private const string Models = "Fixture.Models.dll";
    private const string Bases = "Fixture.Bases.dll";

    [Fact]
    public void A_native_library_is_skipped_with_a_note()
    {
        using var copy = FixtureFolder.CopyOf("Models");
        var native = Path.Combine(AppContext.BaseDirectory, "runtimes", "win-x64", "native", "e_sqlite3.dll");
        File.Copy(native, copy.PathOf("e_sqlite3.dll"));
        Assert.Equal(["e_sqlite3.dll is skipped: it is native code"], Sound(copy).Notes);
    }

    [Fact]
    public void A_mixed_assembly_is_skipped_with_a_note()
    {
        using var copy = FixtureFolder.CopyOf("Models");
        var bytes = File.ReadAllBytes(copy.PathOf(Models));
        bytes[Headers(bytes).CorHeaderStartOffset + 16] &= unchecked((byte)~CorFlags.ILOnly);
        File.WriteAllBytes(copy.PathOf("Mixed.dll"), bytes);
        Assert.Equal(["Mixed.dll is skipped: it mixes native and managed code"], Sound(copy).Notes);
    }

    [Fact]
    public void What_is_no_assembly_at_all_is_skipped_with_a_note()
    {
        using var copy = FixtureFolder.CopyOf("Models");
        File.WriteAllText(copy.PathOf("text.dll"), "This is not an assembly.");
        File.WriteAllBytes(copy.PathOf("empty.DLL"), []);
        File.CreateSymbolicLink(copy.PathOf("dangling.dll"), copy.PathOf("nowhere"));
        using var pipe = Process.Start("mkfifo", [copy.PathOf("pipe.dll")]);
        Assert.True(pipe.WaitForExit(TimeSpan.FromSeconds(30)));
        var notes = Sound(copy).Notes;
        Assert.Equal(["dangling.dll", "empty.DLL", "pipe.dll", "text.dll"], notes.Select(note => note.Split(' ')[0]));
        Assert.All(notes, note => Assert.Contains(" is skipped: ", note, StringComparison.Ordinal));
    }

    [Fact]
    public void A_truncated_assembly_is_skipped_with_a_note()
    {
        using var copy = FixtureFolder.CopyOf("Models");
        var whole = File.ReadAllBytes(copy.PathOf(Models));
        var end = Headers(whole) is var headers ? headers.MetadataStartOffset + headers.MetadataSize : 0;
        foreach (var length in Enumerable.Range(1, 60).Select(part => end * part / 61).Append(end - 1))
        {
            File.WriteAllBytes(copy.PathOf(Models), whole[..length]);
            var result = copy.Read();
            Assert.StartsWith("Fixture.Models.dll is skipped: ", Assert.Single(result.Notes), StringComparison.Ordinal);
            Assert.Equal(["shared"], result.Models.Select(model => model.Name));
        }
    }

    [Fact]
    public void A_base_class_in_a_truncated_assembly_is_a_finding_as_well()
    {
        using var copy = FixtureFolder.CopyOf("Models");
        File.WriteAllBytes(copy.PathOf(Bases), File.ReadAllBytes(copy.PathOf(Bases))[..1000]);
        var result = copy.Read();
        Assert.Single(result.Notes);
        Assert.Contains(result.Findings, finding => finding.Code == "MLP7236" && finding.Fact.Contains("Fixture.Bases, which is not in the folder or cannot be read", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, Models)]
    [InlineData(2, Models)]
    [InlineData(3, Bases)]
    public void Random_damage_ends_in_an_answer(int seed, string damaged)
    {
        using var copy = FixtureFolder.CopyOf("Models");
        var whole = File.ReadAllBytes(copy.PathOf(damaged));
        var (random, slowest, answers) = (new Random(seed), TimeSpan.Zero, new HashSet<string>());
        for (var round = 0; round < 700; round++)
        {
            File.WriteAllBytes(copy.PathOf(damaged), Damage(whole, random));
            var clock = Stopwatch.StartNew();
            var result = copy.Read();
            slowest = clock.Elapsed > slowest ? clock.Elapsed : slowest;
            answers.Add($"{result.Notes.Count > 0} {result.Findings.Count > 0} {result.Models.Count > 1}");
            Assert.True(result.Notes.Count + result.Findings.Count + result.Models.Count > 0);
        }

        // Damage that always or never shows would test nothing.
        Assert.True(answers.Count >= 3, string.Join("; ", answers));
        Assert.True(slowest < TimeSpan.FromSeconds(10), $"one answer took {slowest}");
    }

    /// <summary>The model <c>shared</c>, and what else was built, in spite of the file beside them.</summary>
    private static Cli.Discovery.DiscoveryResult Sound(FixtureFolder copy)
    {
        var result = copy.Read();
        Assert.Empty(result.Findings);
        Assert.Contains(result.Models, model => model.Name == "beam_line_model");
        return result;
    }

    /// <summary>A few bytes of the metadata, or of the headers, at random; bytes that mean something to a parser more often than others.</summary>
    private static byte[] Damage(byte[] whole, Random random)
    {
        var (bytes, headers) = ((byte[])whole.Clone(), Headers(whole));
        for (var left = random.Next(1, 12); left > 0; left--)
        {
            var at = random.Next(10) == 0 ? random.Next(600) : headers.MetadataStartOffset + random.Next(headers.MetadataSize);
            bytes[at] = random.Next(4) switch { 0 => 0xff, 1 => 0, 2 => (byte)(bytes[at] ^ (1 << random.Next(8))), _ => (byte)random.Next(256) };
        }

        return bytes;
    }

    private static PEHeaders Headers(byte[] bytes) => new(new MemoryStream(bytes));
}
