using System.Net.Http.Json;
using System.Security.Cryptography;
using Mlp.Testing;
using Mlp.Testing.Publishing;
using Mlp.Wire;

namespace Mlp.Server.Tests.Durability;

/// <summary>Parameters of 4 GiB pass through the server without staying in it.</summary>
public sealed class LargeTransferTests
{
    private const long Size = 4L << 30;
    private const long MostMemory = 300_000_000;

    [LongFact]
    public async Task Four_GiB_go_up_and_come_down_with_the_server_under_300_MB()
    {
        var folder = Directory.CreateTempSubdirectory("mlp-large-");
        try
        {
            await using var registry = await RegistryProcess.Start();
            registry.Http.Timeout = TimeSpan.FromMinutes(15);
            await Publisher.Register(registry.Http, "git.example.org/large", "beam", "1.0.0");
            var packed = await Pack(folder);
            await Upload(registry.Http, packed.Digest, Path.Combine(folder.FullName, "archive.tar"));
            var created = await Create(registry.Http, packed.Digest);
            Assert.Equal("1.0", created.Version);
            Assert.Equal(packed.Digest, await Download(registry.Http));
            Assert.InRange(registry.PeakResidentBytes(), 1, MostMemory);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<PackedArchive> Pack(DirectoryInfo folder)
    {
        var content = folder.CreateSubdirectory("content");
        var (random, buffer) = (new Random(4), new byte[1 << 20]);
        await using (var file = File.Create(Path.Combine(content.FullName, "weights.bin")))
        {
            for (var written = 0L; written < Size; written += buffer.Length)
            {
                random.NextBytes(buffer);
                await file.WriteAsync(buffer);
            }
        }

        var packed = await ParametersArchive.PackAsync(content.FullName, Path.Combine(folder.FullName, "archive.tar"));
        content.Delete(recursive: true);
        return packed;
    }

    private static async Task Upload(HttpClient http, Digest digest, string path)
    {
        await using var file = File.OpenRead(path);
        using var content = new StreamContent(file, 1 << 20);
        using var answer = await http.PutAsync($"api/v1/blobs/{digest}", content);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<ParametersVersionInfo> Create(HttpClient http, Digest digest)
    {
        using var answer = await http.PostAsJsonAsync("api/v1/parameters/weights/versions", new CreateParametersVersion(digest.Text, "beam", "1.0.0"), WireJson.Options);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<ParametersVersionInfo>(WireJson.Options))!;
    }

    private static async Task<Digest> Download(HttpClient http)
    {
        await using var content = await http.GetStreamAsync("api/v1/parameters/weights/versions/1.0/content");
        return Digest.FromHash(await SHA256.HashDataAsync(content));
    }
}
