using Mlp.Models;
using Mlp.Wire;

namespace Mlp;

/// <summary>Brings parameters to the registry as a new version: checked, exported, packed, uploaded, created.</summary>
internal sealed class Publication(RegistryChannel channel, RegisteredVersions registered, ClientFolders folders)
{
    public Task<ParametersVersionInfo> Publish(
        IModel model, LocalModel local, PublicationRequest request, IProgress<TransferProgress>? progress, Ct ct) =>
        Publish(
            async temporary =>
            {
                progress?.Report(new(TransferStage.Exporting, 0, 0));
                var folder = temporary["parameters"];
                Directory.CreateDirectory(folder);
                await Export(model, local, folder, ct);
                return folder;
            },
            local,
            request,
            progress,
            ct);

    public Task<ParametersVersionInfo> Publish(
        string folder, LocalModel local, PublicationRequest request, IProgress<TransferProgress>? progress, Ct ct) =>
        Publish(_ => Task.FromResult(folder), local, request, progress, ct);

    private async Task<ParametersVersionInfo> Publish(
        Func<TemporaryDirectory, Task<string>> source, LocalModel local, PublicationRequest request, IProgress<TransferProgress>? progress, Ct ct)
    {
        await Check(local, request, ct);
        return await LocalFiles.Guarded(async () =>
        {
            using var temporary = folders.Temporary();
            return await Send(await source(temporary), temporary["parameters.tar"], local, request, progress, ct);
        });
    }

    // Before the slow work: exporting and uploading for nothing is no service.
    private Task Check(LocalModel local, PublicationRequest request, Ct ct)
    {
        _ = Route.Name(request.Name);
        return registered.Require(local, ct);
    }

    private async Task<ParametersVersionInfo> Send(
        string folder, string archive, LocalModel local, PublicationRequest request, IProgress<TransferProgress>? progress, Ct ct)
    {
        progress?.Report(new(TransferStage.Packing, 0, 0));
        var packed = await ParametersArchive.PackAsync(folder, archive, ct: ct);
        using (var file = File.OpenHandle(archive, options: FileOptions.Asynchronous | FileOptions.SequentialScan))
        {
            await new BlobUpload(channel, file, packed.Digest, progress).Run(ct);
        }

        progress?.Report(new(TransferStage.Registering, packed.Size, packed.Size));
        var version = request.Version?.ToString() ?? "auto";
        return await channel.Post<ParametersVersionInfo>(
            $"parameters/{Route.Name(request.Name)}/versions",
            new CreateParametersVersion(packed.Digest.Text, local.Type, local.Version, version, request.Metadata, request.Inherit),
            ct);
    }

#pragma warning disable CA1031 // The model's code may throw anything; its exception stays the inner one.
    private static async Task Export(IModel model, LocalModel local, string folder, Ct ct)
    {
        try
        {
            await Task.Run(() => model.ExportParameters(new ParametersFolder(folder)), ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new MlpException(
                ClientErrors.ExportFailed, $"the model {local} failed to export its parameters: {e.Message}", model.GetType().FullName, "correct ExportParameters", e);
        }
    }
#pragma warning restore CA1031
}
