using System.Text.Json;
using Mlp.Oci.Tests.Support;
using Mlp.Testing.Services;

namespace Mlp.Oci.Tests.Registry;

/// <summary>What is said of an image is found with it, on registries that list it and on those that do not.</summary>
public sealed class ReferrersTests(RealServices services) : IDisposable
{
    private const string Dependencies = """
        {
          "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0" },
          "targets": { ".NETCoreApp,Version=v10.0": {
            "Beams/1.6.0": { "dependencies": { "Mlp.Models": "0.1.0", "System.Numerics.Tensors": "10.0.15" } },
            "Mlp.Models/0.1.0": {}, "System.Numerics.Tensors/10.0.15": {} } },
          "libraries": {
            "Beams/1.6.0": { "type": "project", "serviceable": false, "sha512": "" },
            "Mlp.Models/0.1.0": { "type": "package", "sha512": "sha512-3q2+7w==" },
            "System.Numerics.Tensors/10.0.15": { "type": "package", "sha512": "sha512-AQID" } }
        }
        """;

    private readonly TestImage _images = new();

    public void Dispose() => _images.Dispose();

    [Fact]
    public async Task A_registry_that_knows_no_referrers_has_them_under_a_tag()
    {
        var reference = ImageReference.Parse($"{(await services.Registry).Host}/referred/model");
        var repository = _images.Client.Repository(reference);
        var (image, bill, provenance) = await Attach(repository);
        Assert.Equal([bill, provenance], (await repository.FindReferrers(image.Digest, Ct.None)).Select(d => d.Digest));

        // Once more changes nothing.
        await Attach(repository);
        var found = await repository.FindReferrers(image.Digest, Ct.None);
        Assert.Equal([SoftwareBill.MediaType, Provenance.MediaType], found.Select(d => d.ArtifactType));
        Assert.Equal(Provenance.PredicateType, found[1].Annotations["in-toto.io/predicate-type"]);
        Assert.NotNull(await repository.FindDigest($"sha256-{image.Digest.Hex}", Ct.None));

        // Others read it as an image: the subject, and the document as its one layer.
        var raw = await Program.Output("/usr/bin/skopeo", ["inspect", "--raw", "--tls-verify=false", $"docker://{reference.Name}@{bill}"], Ct.None);
        using var manifest = JsonDocument.Parse(raw);
        Assert.Equal(image.Digest.ToString(), manifest.RootElement.GetProperty("subject").GetProperty("digest").GetString());
    }

    [Fact]
    public async Task A_registry_that_lists_referrers_is_left_to_do_so()
    {
        await using var registry = await ScriptedRegistry.Start();
        registry.ListsReferrers = true;
        var repository = _images.Client.Repository(registry.Reference("a"));
        var (image, bill, provenance) = await Attach(repository);
        Assert.Equal(new[] { bill, provenance }.ToHashSet(), (await repository.FindReferrers(image.Digest, Ct.None)).Select(d => d.Digest).ToHashSet());
        Assert.DoesNotContain(registry.Requests, r => r.Contains($"sha256-{image.Digest.Hex}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_documents_say_what_is_inside_and_where_it_comes_from()
    {
        using var bill = await Json(Bill().Content);
        Assert.Equal("CycloneDX 1.6", $"{bill.RootElement.GetProperty("bomFormat")} {bill.RootElement.GetProperty("specVersion")}");
        Assert.StartsWith("urn:uuid:", bill.RootElement.GetProperty("serialNumber").GetString(), StringComparison.Ordinal);
        var components = bill.RootElement.GetProperty("components").EnumerateArray().ToList();
        Assert.Equal(["pkg:nuget/Mlp.Models@0.1.0", "pkg:nuget/System.Numerics.Tensors@10.0.15", "project:Beams/1.6.0"], components.Select(c => c.GetProperty("bom-ref").GetString()));
        Assert.Equal("deadbeef", components[0].GetProperty("hashes")[0].GetProperty("content").GetString());
        var needs = bill.RootElement.GetProperty("dependencies").EnumerateArray().Single(d => d.GetProperty("ref").GetString() == "project:Beams/1.6.0");
        Assert.Equal(2, needs.GetProperty("dependsOn").GetArrayLength());
        Assert.Equal(Bill().Content.Descriptor, Bill().Content.Descriptor);

        using var statement = await Json(Origin(OciDigest.Of("x"u8)).Make().Content);
        Assert.Equal("https://in-toto.io/Statement/v1", statement.RootElement.GetProperty("_type").GetString());
        var build = statement.RootElement.GetProperty("predicate").GetProperty("buildDefinition");
        Assert.Equal("refs/tags/v1.6.0", build.GetProperty("externalParameters").GetProperty("ref").GetString());
        Assert.Equal("0123456789abcdef0123456789abcdef01234567", build.GetProperty("resolvedDependencies")[0].GetProperty("digest").GetProperty("gitCommit").GetString());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"runtimeTarget": {"name": "x"}, "targets": {"x": {}}, "libraries": {"NoVersion": {"type": "package"}}}""")]
    public void What_is_no_list_of_dependencies_is_an_error(string text)
    {
        var path = Path.Combine(_images.Layers.Path, "bad.deps.json");
        File.WriteAllText(path, text);
        var error = Assert.Throws<OciException>(() => SoftwareBill.Make("x", "1.0.0", default, [path]));
        Assert.Equal((OciErrors.InvalidDependencies, path), (error.Code, error.Value));
    }

    private async Task<(Image Image, OciDigest Bill, OciDigest Provenance)> Attach(RegistryRepository repository)
    {
        var image = await _images.OnLayout();
        await repository.Push(image, ["x"], Ct.None);
        var bill = await repository.Attach(image.Descriptor, Bill(), Ct.None);
        var provenance = await repository.Attach(image.Descriptor, Origin(image.Digest).Make(), Ct.None);
        return (image, bill.Digest, provenance.Digest);
    }

    private Artifact Bill()
    {
        var path = Path.Combine(_images.Layers.Path, "Beams.deps.json");
        File.WriteAllText(path, Dependencies);
        return SoftwareBill.Make("beam_line", "1.6.0", TestLayers.Spec().Created, [path]);
    }

    private static Provenance Origin(OciDigest image) => new()
    {
        Image = "registry.example.org/models/beam_line",
        Digest = image,
        Repository = "https://git.example.org/team/beams",
        Tag = "v1.6.0",
        Commit = "0123456789abcdef0123456789abcdef01234567",
        BuilderId = "https://git.example.org/team/beams/-/runners",
        BuilderVersion = "0.1.0",
        Parameters = new Dictionary<string, string> { ["parameters"] = "beam_weights 1.2" },
        Materials = new Dictionary<string, OciDigest> { ["base"] = OciDigest.Of("base"u8) },
    };

    private static async Task<JsonDocument> Json(Blob blob)
    {
        await using var stream = await blob.OpenVerified(Ct.None);
        return await JsonDocument.ParseAsync(stream);
    }
}
