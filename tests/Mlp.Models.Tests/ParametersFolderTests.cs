using System.Text.Json.Serialization;
using Mlp.Testing;

namespace Mlp.Models.Tests;

public sealed partial class ParametersFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    private ParametersFolder Folder => new(_temporary.PathOf("parameters"));

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void What_was_written_is_read_back()
    {
        using (var stream = Folder.Create("layers/first.bin"))
        {
            stream.Write([1, 2, 3]);
        }

        using var read = Folder.OpenRead("layers/first.bin");
        Assert.Equal(3, read.Length);
        Assert.Equal(1, read.ReadByte());
        Assert.True(Folder.Exists("layers/first.bin"));
        Assert.False(Folder.Exists("layers"));
        Assert.Equal(["layers/first.bin"], Folder.Files);
        Assert.True(Path.IsPathFullyQualified(Folder.FullPath));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8191)]
    [InlineData(8192)]
    [InlineData(20_000)]
    public void Numbers_are_little_endian_and_come_back_to_the_bit(int count)
    {
        var random = new Random(count);
        var singles = Enumerable.Range(0, count).Select(_ => BitConverter.Int32BitsToSingle(random.Next())).ToArray();
        var doubles = singles.Select(number => (double)number * Math.PI).ToArray();
        Folder.WriteNumbers("a.f32", singles);
        Folder.WriteNumbers("b.f64", doubles);

        Assert.Equal(Bits(singles), Bits(Folder.ReadSingles("a.f32")));
        Assert.Equal(doubles, Folder.ReadDoubles("b.f64"));
        var (again, doublesAgain) = (new float[count], new double[count]);
        Folder.ReadNumbers("a.f32", again);
        Folder.ReadNumbers("b.f64", doublesAgain);
        Assert.Equal(Bits(singles), Bits(again));
        Assert.Equal(doubles, doublesAgain);
    }

    [Fact]
    public void One_is_written_as_the_standard_says()
    {
        Folder.WriteNumbers("one.f32", [1f]);
        Folder.WriteNumbers("one.f64", [1d]);

        Assert.Equal([0, 0, 0x80, 0x3F], File.ReadAllBytes(Path.Combine(Folder.FullPath, "one.f32")));
        Assert.Equal([0, 0, 0, 0, 0, 0, 0xF0, 0x3F], File.ReadAllBytes(Path.Combine(Folder.FullPath, "one.f64")));
    }

    [Fact]
    public void A_file_of_another_size_is_refused_with_both_sizes()
    {
        Folder.WriteNumbers("three.f32", [1f, 2f, 3f]);

        Assert.Contains("'three.f32'", Assert.Throws<InvalidDataException>(() => Folder.ReadNumbers("three.f32", new float[2])).Message, StringComparison.Ordinal);
        Assert.Contains("has 12 bytes, not the 16 of 4 4-byte", Assert.Throws<InvalidDataException>(() => Folder.ReadNumbers("three.f32", new float[4])).Message, StringComparison.Ordinal);
        Assert.Contains("has 12 bytes, not the 24 of 3 8-byte", Assert.Throws<InvalidDataException>(() => Folder.ReadNumbers("three.f32", new double[3])).Message, StringComparison.Ordinal);
        Assert.Contains("12 bytes, which is no whole number", Assert.Throws<InvalidDataException>(() => Folder.ReadDoubles("three.f32")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_comes_back_and_reads_the_same_on_every_system()
    {
        var settings = new Settings("beam", [1.5, 2.5], Offset: null);
        Folder.WriteJson("settings.json", settings);
        Folder.WriteJson("generated.json", settings, SettingsJson.Default.Settings);

        Assert.Equivalent(settings, Folder.ReadJson<Settings>("settings.json"), strict: true);
        Assert.Equivalent(settings, Folder.ReadJson("generated.json", SettingsJson.Default.Settings), strict: true);
        Assert.StartsWith("{\n  \"name\": \"beam\",\n", File.ReadAllText(Path.Combine(Folder.FullPath, "settings.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"a","factors":[],"offset":null,"more":1}""", "more")]
    [InlineData("""{"name":"a","name":"b","factors":[],"offset":null}""", "name")]
    [InlineData("""{"name":null,"factors":[],"offset":null}""", "name")]
    [InlineData("""{"name":"a","offset":null}""", "factors")]
    [InlineData("""{"name":"a","factors":["x"],"offset":null}""", "$.factors[0]")]
    [InlineData("""{"name":"a",""", "settings.json")]
    [InlineData("null", "null")]
    public void Json_that_does_not_fit_is_refused_with_file_and_place(string text, string place)
    {
        _temporary.Write("parameters/settings.json", text);

        var refused = Assert.Throws<InvalidDataException>(() => Folder.ReadJson<Settings>("settings.json"));
        Assert.Contains("'settings.json'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(place, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("a/..")]
    [InlineData("./a")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("a\\b")]
    [InlineData("C:a")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("a\u0085b")]
    [InlineData("sub/.x.partial")]
    public void A_name_that_could_lead_out_or_astray_is_refused_everywhere(string name)
    {
        Assert.Throws<ArgumentException>(nameof(name), () => Folder.Create(name));
        Assert.Throws<ArgumentException>(nameof(name), () => Folder.OpenRead(name));
        Assert.Throws<ArgumentException>(nameof(name), () => Folder.Exists(name));
        Assert.Throws<ArgumentException>(nameof(name), () => Folder.WriteNumbers(name, [1f]));
        Assert.Throws<ArgumentException>(nameof(name), () => Folder.ReadSingles(name));
        Assert.Throws<ArgumentException>(nameof(name), () => Folder.WriteJson(name, 1));
        Assert.False(Directory.Exists(Folder.FullPath));
    }

    [Fact]
    public void A_name_that_is_no_valid_text_is_refused() =>
        Assert.Contains("not valid Unicode", Assert.Throws<ArgumentException>(() => Folder.Create("a\ud800b")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_name_of_more_than_255_bytes_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Folder.Create(new string('ü', 128)));
        Folder.WriteNumbers(new string('ü', 127), [1f]);
    }

    [Fact]
    public void Links_are_refused_whether_they_lead_out_or_not()
    {
        _temporary.Write("secret.txt", "secret");
        Directory.CreateDirectory(Folder.FullPath);
        File.CreateSymbolicLink(Path.Combine(Folder.FullPath, "link"), _temporary.PathOf("secret.txt"));
        Directory.CreateSymbolicLink(Path.Combine(Folder.FullPath, "folder"), _temporary.Path);

        Assert.Contains("secret.txt", Assert.Throws<IOException>(() => Folder.OpenRead("link")).Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => Folder.OpenRead("folder/secret.txt"));
        Assert.Throws<IOException>(() => Folder.Create("folder/new.txt"));
        Assert.Throws<IOException>(() => Folder.Create("link"));
        Assert.Contains("is a link", Assert.Throws<InvalidOperationException>(() => Folder.Files).Message, StringComparison.Ordinal);
        Assert.Equal("secret", File.ReadAllText(_temporary.PathOf("secret.txt")));
    }

    [Fact]
    public void The_folder_itself_may_be_reached_by_a_link()
    {
        Directory.CreateDirectory(_temporary.PathOf("real"));
        Directory.CreateSymbolicLink(_temporary.PathOf("linked"), _temporary.PathOf("real"));
        var folder = new ParametersFolder(_temporary.PathOf("linked"));
        folder.WriteNumbers("a.f32", [1f]);

        Assert.Equal(["a.f32"], folder.Files);
        Assert.Equal([1f], folder.ReadSingles("a.f32"));
    }

    [Fact]
    public void Files_are_listed_in_ordinal_order_with_forward_slashes()
    {
        foreach (var name in new[] { "b", "B", "a/z", "a.b", "a/y/x", ".hidden" })
        {
            Folder.WriteNumbers(name, [1f]);
        }

        Assert.Equal([".hidden", "B", "a.b", "a/y/x", "a/z", "b"], Folder.Files);
    }

    [Fact]
    public void A_file_is_not_there_before_it_is_complete_and_replaces_the_old_one_then()
    {
        Folder.WriteNumbers("a.f32", [1f]);
        using (var stream = Folder.Create("a.f32"))
        {
            stream.Write([1, 2, 3, 4, 5, 6, 7, 8]);
            stream.Flush();
            Assert.Equal([1f], Folder.ReadSingles("a.f32"));
            Assert.Equal(["a.f32"], Folder.Files);
        }

        Assert.Equal(2, Folder.ReadSingles("a.f32").Length);
        Assert.Single(Directory.GetFiles(Folder.FullPath));
    }

    [Fact]
    public async Task A_file_disposed_of_asynchronously_is_there_too()
    {
        await using (var stream = Folder.Create("a.bin"))
        {
            await stream.WriteAsync(new byte[100_000]);
        }

        Assert.Equal(100_000, new FileInfo(Path.Combine(Folder.FullPath, "a.bin")).Length);
        Assert.Equal(["a.bin"], Folder.Files);
    }

    [Fact]
    public void A_value_that_cannot_be_written_leaves_what_was_there()
    {
        Folder.WriteJson("a.json", 1);
        Assert.Throws<ArgumentException>(() => Folder.WriteJson("a.json", double.NaN));

        Assert.Equal(1, Folder.ReadJson<int>("a.json"));
        Assert.Single(Directory.GetFiles(Folder.FullPath));
    }

    [Fact]
    public void A_missing_file_is_answered_with_those_that_are_there()
    {
        Assert.Contains("does not exist", Assert.Throws<FileNotFoundException>(() => Folder.OpenRead("a.json")).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(Folder.FullPath);
        Assert.Contains("is empty", Assert.Throws<FileNotFoundException>(() => Folder.OpenRead("sub/a.json")).Message, StringComparison.Ordinal);
        for (var i = 0; i < 25; i++)
        {
            Folder.WriteNumbers($"f{i:D2}", [1f]);
        }

        var missing = Assert.Throws<FileNotFoundException>(() => Folder.ReadJson<int>("a.json"));
        Assert.Equal("a.json", missing.FileName);
        Assert.Contains("'a.json'", missing.Message, StringComparison.Ordinal);
        Assert.Contains("there are: f00, f01, ", missing.Message, StringComparison.Ordinal);
        Assert.EndsWith("f19 and 5 more", missing.Message, StringComparison.Ordinal);
    }

    private static int[] Bits(float[] numbers) => [.. numbers.Select(BitConverter.SingleToInt32Bits)];

    public sealed record Settings(string Name, double[] Factors, double? Offset);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Settings))]
    private sealed partial class SettingsJson : JsonSerializerContext;
}
