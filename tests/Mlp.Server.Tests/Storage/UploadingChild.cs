using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Mlp.Server.Storage;

namespace Mlp.Server.Tests.Storage;

/// <summary>This test program as a process of its own that uploads and saves one blob after the other until it is killed, and says what it has done.</summary>
internal static class UploadingChild
{
    private const string Variable = "MLP_TEST_UPLOADING_CHILD";
    private const int PartSize = 200_000;

    public static Process Start(string folder) => Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
    {
        Environment = { [Variable] = folder },
        RedirectStandardOutput = true,
    })!;

    /// <summary>The n-th blob, the same in every process.</summary>
    public static byte[] Content(int number)
    {
        var random = new Random(number);
        var content = new byte[random.Next(3_000_000)];
        random.NextBytes(content);
        return content;
    }

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Before the test runner reads arguments that are not for it.")]
    internal static void RunIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } folder)
        {
            Upload(folder).GetAwaiter().GetResult();
        }
    }

    private static async Task Upload(string folder)
    {
        var staging = new UploadStaging(Path.Combine(folder, "uploads"));
        using var store = new FolderBlobStore(Path.Combine(folder, "blobs"));
        for (var number = 0; ; number++)
        {
            var content = Content(number);
            var id = staging.Begin();
            Console.WriteLine($"began {number} {id}");
            for (var offset = 0; offset < content.Length; offset += PartSize)
            {
                await staging.Append(id, offset, new MemoryStream(content, offset, Math.Min(PartSize, content.Length - offset)), null, Ct.None);
            }

            using var file = ((CompleteOutcome.Completed)await staging.Complete(id, Digest.Of(content), Ct.None)).File;
            await store.Save(Digest.Of(content), file, Ct.None);
            Console.WriteLine($"saved {number}");
        }
    }
}
