using System.Reflection;
using System.Reflection.Emit;
using Mlp.Models;

namespace Mlp.ClientTests.Integration;

[Collection(RegistryCollection.Name)]
public sealed class PublishingTests(Registry registry) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_is_published_under_generated_versions_and_the_temporary_files_go()
    {
        using var client = registry.Client(_folder);
        await Registry.Register(client, "scaling", "1.2.0");

        var first = await client.PublishModelParametersVersionAsync(
            new ScalingModel { Factor = 2 }, "published_weights", metadata: new Dictionary<string, string> { ["beam"] = "proton" });
        var second = await client.PublishModelParametersVersionAsync(new ScalingModel { Factor = 3 }, "published_weights", Client.Auto);
        var third = await client.PublishModelParametersVersionAsync(new ScalingModel { Factor = 4 }, "published_weights", new ParametersVersion(1, 7));

        Assert.Equal(["1.0", "1.1", "1.7"], new[] { first, second, third }.Select(version => version.Version));
        Assert.Equal(("scaling", "1.2.0", "proton"), (first.PublishedFromType, first.PublishedFromVersion, first.Metadata["beam"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["temporary"]));
    }

    [Fact]
    public async Task What_was_published_can_be_pulled_listed_and_read_file_by_file()
    {
        using var client = registry.Client(_folder);
        await Registry.Register(client, "pulled_type", "1.0.0");
        _folder.Write("in/weights.bin", "12345");
        _folder.Write("in/layers/first.bin", "67890");

        var published = await client.PublishParametersAsync(_folder["in"], "pulled_weights", "pulled_type", "1.0.0");
        var pulled = await client.Parameters.PullAsync("pulled_weights", "latest", _folder["out"]);

        Assert.Equal(published.Digest, pulled.Digest);
        Assert.Equal(published.Digest, (await ParametersArchive.MeasureAsync(_folder["out"])).Digest.Text);
        Assert.Equal([new("layers/first.bin", 5), new("weights.bin", 5)], await client.Parameters.FilesAsync("pulled_weights", "1.0"));
        await using var file = await client.Parameters.OpenFileAsync("pulled_weights", "1.0", "layers/first.bin");
        Assert.Equal("67890", await new StreamReader(file).ReadToEndAsync());
        Assert.Equal(ClientErrors.TargetExists, (await Assert.ThrowsAsync<MlpException>(() => client.Parameters.PullAsync("pulled_weights", "1.0", _folder["out"]))).Code);
    }

    [Fact]
    public async Task A_large_publication_goes_on_where_its_connection_was_cut()
    {
        await using var proxy = new CuttingProxy(registry.Process.BaseUrl);
        using var direct = registry.Client(_folder);
        using var client = registry.Client(_folder, proxy.Url, new HurriedClock());
        await Registry.Register(direct, "cut_type", "1.0.0");
        var file = _folder["weights.bin"];
        var bytes = new byte[50 << 20];
        new Random(50).NextBytes(bytes);
        await File.WriteAllBytesAsync(file, bytes);
        proxy.CutAfter(20 << 20);
        var cut = new CutOnceMore(proxy, 40 << 20);

        var published = await client.PublishParametersAsync(file, "cut_weights", "cut_type", "1.0.0", progress: cut);

        Assert.Equal(2, proxy.Cuts);
        await direct.Parameters.PullAsync("cut_weights", published.Version, _folder["out"]);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(_folder["out/weights.bin"]));
        Assert.Equal([TransferStage.Packing, TransferStage.Uploading, TransferStage.Registering], cut.Stages);
    }

    [Fact]
    public async Task An_answer_that_is_lost_makes_no_second_version()
    {
        await using var proxy = new CuttingProxy(registry.Process.BaseUrl);
        using var direct = registry.Client(_folder);
        await Registry.Register(direct, "lost_type", "1.0.0");
        _folder.Write("in/weights.bin");
        var packed = await ParametersArchive.PackAsync(_folder["in"], _folder["p.tar"]);
        await direct.Blobs.UploadAsync(_folder["p.tar"], packed.Digest);
        using var client = registry.Client(_folder, proxy.Url, new HurriedClock());
        await client.WhoAmIAsync();

        proxy.CutAfter(1); // The request goes through whole, the answer does not.
        await client.Parameters.CreateVersionAsync("lost_weights", new(packed.Digest.Text, "lost_type", "1.0.0"));

        Assert.Equal(1, proxy.Cuts);
        Assert.Equal(1, (await direct.Parameters.GetAsync("lost_weights")).Versions);
    }

    [Fact]
    public async Task An_unregistered_version_is_refused_with_those_that_are_registered()
    {
        using var client = registry.Client(_folder);
        await Registry.Register(client, "tall_model", "1.0.0");
        await Registry.Register(client, "tall_model", "1.1.0");

        var failure = await Assert.ThrowsAsync<MlpException>(() => client.PublishModelParametersVersionAsync(new TallModel(), "tall_weights"));

        Assert.Equal((ClientErrors.VersionNotRegistered, "tall_model 1.2.0"), (failure.Code, failure.Value));
        Assert.Equal(["1.1.0", "1.0.0"], failure.Choices);
        Assert.Contains("1.1.0, 1.0.0", failure.Message, StringComparison.Ordinal);
        Assert.Equal("1.0", (await client.PublishModelParametersVersionAsync(new TallModel(), "tall_weights", modelVersion: "1.1.0")).Version);
    }

    [Fact]
    public async Task A_type_that_the_registry_does_not_know_is_told_as_such()
    {
        using var client = registry.Client(_folder);

        var failure = await Assert.ThrowsAsync<MlpException>(() => client.PublishParametersAsync(_folder.Write("w"), "w", "nobody", "1.0.0"));

        Assert.Equal(ClientErrors.VersionNotRegistered, failure.Code);
        Assert.Contains("has no model type 'nobody'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_class_that_is_not_declared_is_refused()
    {
        using var client = registry.Client(_folder);

        var undeclared = await Assert.ThrowsAsync<MlpException>(() => client.PublishModelParametersVersionAsync(new UndeclaredModel(), "w"));
        var badlyNamed = await Assert.ThrowsAsync<MlpException>(() => client.PublishModelParametersVersionAsync(new BadlyNamedModel(), "w"));

        Assert.Equal((ClientErrors.NotAModel, ClientErrors.NotAModel), (undeclared.Code, badlyNamed.Code));
        Assert.Contains("MlpModel(typeof(UndeclaredModel))", undeclared.Remedy, StringComparison.Ordinal);
        Assert.Contains("Bad Name", badlyNamed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_assembly_without_a_stamp_is_refused_and_the_argument_is_named()
    {
        using var client = registry.Client(_folder);
        await Registry.Register(client, "declared_elsewhere", "3.0.0");
        var assembly = Declaring(typeof(UndeclaredModel), "declared_elsewhere");

        var failure = await Assert.ThrowsAsync<MlpException>(
            () => client.PublishModelParametersVersionAsync(new UndeclaredModel(), "elsewhere", declaredBy: assembly));
        var local = LocalModel.Of(typeof(UndeclaredModel), "3.0.0", assembly);

        Assert.Equal(ClientErrors.NoModelVersion, failure.Code);
        Assert.Contains("modelVersion", failure.Remedy, StringComparison.Ordinal);
        Assert.Equal(("declared_elsewhere", "3.0.0"), (local.Type, local.Version));
    }

    [Fact]
    public async Task A_model_that_fails_to_export_or_exports_nothing_publishes_nothing()
    {
        using var client = registry.Client(_folder);
        await Registry.Register(client, "brittle", "1.2.0");

        var failed = await Assert.ThrowsAsync<MlpException>(() => client.PublishModelParametersVersionAsync(new BrittleModel { Fails = true }, "brittle_weights"));
        var empty = await Assert.ThrowsAsync<MlpException>(() => client.PublishModelParametersVersionAsync(new BrittleModel(), "brittle_weights"));

        Assert.Equal((ClientErrors.ExportFailed, ClientErrors.CannotPack), (failed.Code, empty.Code));
        Assert.IsType<InvalidOperationException>(failed.InnerException);
        Assert.Equal(404, (await Assert.ThrowsAsync<MlpException>(() => client.Parameters.GetAsync("brittle_weights"))).Status);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["temporary"]));
    }

    [Fact]
    public async Task An_ambiguous_version_is_refused_with_the_two_that_would_settle_it()
    {
        using var client = registry.Client(_folder);
        await Registry.Register(client, "ambiguous_type", "4.0.0");
        await Registry.Register(client, "ambiguous_type", "3.3.0");
        var file = _folder.Write("weights.bin");
        await client.PublishParametersAsync(file, "ambiguous_weights", "ambiguous_type", "4.0.0");

        var failure = await Assert.ThrowsAsync<MlpException>(() => client.PublishParametersAsync(file, "ambiguous_weights", "ambiguous_type", "3.3.0"));

        Assert.Equal(["3.0", "4.1"], failure.Choices);
        var settled = await client.PublishParametersAsync(file, "ambiguous_weights", "ambiguous_type", "3.3.0", ParametersVersion.Parse(failure.Choices[0]));
        Assert.Equal("3.0", settled.Version);
    }

    [Fact]
    public async Task A_version_that_is_none_is_never_taken_for_auto()
    {
        using var client = registry.Client(_folder);
        await Registry.Register(client, "mistyped_type", "1.0.0");
        var file = _folder.Write("weights.bin");

        var mistyped = await Assert.ThrowsAsync<MlpException>(
            () => client.PublishParametersAsync(file, "mistyped", "mistyped_type", "1.0.0", ParametersVersion.TryParse("1.O")!));

        Assert.Equal(ClientErrors.InvalidArgument, mistyped.Code);
        Assert.Equal(404, (await Assert.ThrowsAsync<MlpException>(() => client.Parameters.GetAsync("mistyped"))).Status);
        Assert.Equal("1.0", (await client.PublishParametersAsync(file, "mistyped", "mistyped_type", "1.0.0", Client.Auto)).Version);
    }

    [Fact]
    public async Task A_wrong_token_is_refused_before_anything_is_exported()
    {
        using var client = registry.Client(_folder, token: "mlp_wrong");
        var model = new ScalingModel();

        var failure = await Assert.ThrowsAsync<MlpException>(() => client.PublishModelParametersVersionAsync(model, "w"));

        Assert.Equal(("MLP2002", 401), (failure.Code, failure.Status));
        Assert.DoesNotContain("mlp_wrong", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_publication_leaves_no_files()
    {
        using var client = registry.Client(_folder);
        await Registry.Register(client, "cancelled_type", "1.0.0");
        using var cancelled = new CancellationTokenSource();
        await File.WriteAllBytesAsync(_folder["weights.bin"], new byte[40 << 20]);
        var progress = new CancelAt(cancelled, TransferStage.Uploading);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.PublishParametersAsync(_folder["weights.bin"], "cancelled", "cancelled_type", "1.0.0", progress: progress, ct: cancelled.Token));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["temporary"]));
        Assert.Equal(404, (await Assert.ThrowsAsync<MlpException>(() => client.Parameters.GetAsync("cancelled"))).Status);
    }

    [Fact]
    public async Task Files_of_this_machine_that_fail_are_told_as_such()
    {
        using var client = registry.Client(_folder);
        await Registry.Register(client, "files_type", "1.0.0");
        var file = _folder.Write("weights.bin");
        await client.PublishParametersAsync(file, "files_weights", "files_type", "1.0.0");

        var pulled = await Assert.ThrowsAsync<MlpException>(() => client.Parameters.PullAsync("files_weights", "1.0", Path.Combine(file, "below", "a", "file")));
        Directory.Delete(_folder["temporary"]);
        _folder.Write("temporary", "a file where the folder should be");
        var published = await Assert.ThrowsAsync<MlpException>(() => client.PublishParametersAsync(file, "files_weights", "files_type", "1.0.0"));

        Assert.Equal((ClientErrors.FilesUnusable, ClientErrors.FilesUnusable), (pulled.Code, published.Code));
    }

    private static AssemblyBuilder Declaring(Type model, string name)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Unstamped"), AssemblyBuilderAccess.Run);
        assembly.SetCustomAttribute(new CustomAttributeBuilder(typeof(MlpModelAttribute).GetConstructor([typeof(Type), typeof(string)])!, [model, name]));
        return assembly;
    }

    private sealed class CutOnceMore(CuttingProxy proxy, long at) : IProgress<TransferProgress>
    {
        private bool _done;

        public List<TransferStage> Stages { get; } = [];

        public void Report(TransferProgress value)
        {
            if (!Stages.Contains(value.Stage))
            {
                Stages.Add(value.Stage);
            }

            if (!_done && value.Bytes >= at)
            {
                _done = true;
                proxy.CutAfter(100_000);
            }
        }
    }

    private sealed class CancelAt(CancellationTokenSource source, TransferStage stage) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value)
        {
            if (value.Stage == stage && value.Bytes > 0)
            {
                source.Cancel();
            }
        }
    }
}
