using System.Security.Cryptography;
using Mlp.Cli.Packages;

namespace Mlp.Tool.Tests.Packages;

/// <summary>The proof that what was pushed can be used: NuGet restores it.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_project_restores_what_was_pushed_to_a_folder_and_to_servers()
    {
        await using var open = await TestFeed.Start(apiKey: "key");
        await using var closed = await TestFeed.Start(basic: ("beams", "password"));
        using var folderFeed = PackageFeeds.Open(_folder["feed"], FeedSettings.With());
        using var openFeed = PackageFeeds.Open(open.Url, FeedSettings.With(new() { Key = "key" }));
        using var closedFeed = PackageFeeds.Open(closed.Url, FeedSettings.With(new() { Key = "password", User = "beams" }));
        await folderFeed.Push(TestPackage.Write(_folder, "Beams.Folder", "1.0.0"), null, default);
        await openFeed.Push(TestPackage.Write(_folder, "Beams.Open", "1.2.0-rc.1"), null, default);
        await closedFeed.Push(TestPackage.Write(_folder, "Beams.Closed", "2.0.0"), null, default);
        _folder.Write("project/nuget.config", Configuration(open.Url, closed.Url));
        _folder.Write("project/Project.csproj", Project);

        await ProgramRun.Output(_folder["project"], new Dictionary<string, string> { ["NUGET_PACKAGES"] = _folder["restored"] }, "dotnet", "restore", "-p:NuGetAudit=false");

        foreach (var (id, version) in new[] { ("Beams.Folder", "1.0.0"), ("Beams.Open", "1.2.0-rc.1"), ("Beams.Closed", "2.0.0") })
        {
#pragma warning disable CA1308 // NuGet's folders are in lower case.
            var lower = id.ToLowerInvariant();
#pragma warning restore CA1308
            Assert.Equal(
                SHA256.HashData(await File.ReadAllBytesAsync(_folder[$"built/{id}.{version}.nupkg"])),
                SHA256.HashData(await File.ReadAllBytesAsync(_folder[$"restored/{lower}/{version}/{lower}.{version}.nupkg"])));
        }
    }

    private string Configuration(string open, string closed) =>
        $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="folder" value="{_folder["feed"]}" />
            <add key="open" value="{open}" allowInsecureConnections="true" />
            <add key="closed" value="{closed}" allowInsecureConnections="true" />
          </packageSources>
          <packageSourceCredentials>
            <closed>
              <add key="Username" value="beams" />
              <add key="ClearTextPassword" value="password" />
            </closed>
          </packageSourceCredentials>
        </configuration>
        """;

    private const string Project =
        """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Beams.Folder" Version="1.0.0" />
            <PackageReference Include="Beams.Open" Version="1.2.0-rc.1" />
            <PackageReference Include="Beams.Closed" Version="2.0.0" />
          </ItemGroup>
        </Project>
        """;
}
