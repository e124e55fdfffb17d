using System.Globalization;
using Mlp.Server.Storage;

namespace Mlp.Server.Tests.Storage;

public sealed class KilledUploadTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(133)]
    [InlineData(270)]
    public async Task After_a_kill_what_was_saved_is_whole_nothing_half_made_is_visible_and_the_upload_resumes(int milliseconds)
    {
        var said = await UploadAndKill(milliseconds);
        using var store = new FolderBlobStore(_folder.PathOf("blobs"));
        foreach (var saved in said.Where(line => line[0] == "saved"))
        {
            var content = UploadingChild.Content(Number(saved[1]));
            Assert.Equal(content.Length, await store.Length(Digest.Of(content), Ct.None));
        }

        foreach (var file in Directory.EnumerateFiles(_folder.PathOf("blobs"), "*", SearchOption.AllDirectories))
        {
            Assert.Equal(Path.GetFileName(file), Digest.Of(await File.ReadAllBytesAsync(file)).Hex);
        }

        await ResumeLast(said, store);
    }

    private async Task ResumeLast(List<string[]> said, FolderBlobStore store)
    {
        var staging = new UploadStaging(_folder.PathOf("uploads"));
        var last = said.Last(line => line[0] == "began");
        var content = UploadingChild.Content(Number(last[1]));
        var id = UploadId.TryParse(last[2])!;
        if (staging.Offset(id) is { } offset)
        {
            Assert.Equal(
                new AppendOutcome.Appended(content.Length),
                await staging.Append(id, offset, new MemoryStream(content[(int)offset..]), null, Ct.None));
            using var file = Assert.IsType<CompleteOutcome.Completed>(await staging.Complete(id, Digest.Of(content), Ct.None)).File;
            await store.Save(Digest.Of(content), file, Ct.None);
        }

        Assert.Equal(content.Length, await store.Length(Digest.Of(content), Ct.None));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.PathOf("uploads")));
    }

    private async Task<List<string[]>> UploadAndKill(int milliseconds)
    {
        using var child = UploadingChild.Start(_folder.Path);
        var said = new List<string[]> { (await child.StandardOutput.ReadLineAsync())!.Split(' ') };
        await Task.Delay(milliseconds);
        child.Kill();
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Add(line.Split(' '));
        }

        await child.WaitForExitAsync();
        return said;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
