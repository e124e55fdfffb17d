namespace Mlp.Tool.Tests.Commands;

public sealed class PullTests(SharedRegistry registry)
{
    [Fact]
    public async Task What_was_published_comes_back_and_the_folder_is_printed()
    {
        using var user = await User.Of(registry, "1.0.0");
        await user.Publish("1.0.0");
        var folder = Path.Combine(user.Folder, $"{user.Parameters}-1.0");
        Assert.Equal(folder + "\n", await user.Done("pull", user.Parameters));
        Assert.Equal("1 2 3", await File.ReadAllTextAsync(Path.Combine(folder, "weights.txt")));
        Assert.Equal("0.5", await File.ReadAllTextAsync(Path.Combine(folder, "scale", "mean.txt")));
    }

    [Fact]
    public async Task Without_a_version_it_is_the_latest_and_with_a_model_the_latest_that_fits()
    {
        using var user = await User.Of(registry, "1.0.0", "2.0.0");
        await user.Publish("1.0.0");
        await user.Publish("2.0.0");
        Assert.Equal("2.0", (await user.Json("pull", user.Parameters, "--to", "a")).GetProperty("version").GetString());
        var fitting = await user.Json("pull", user.Parameters, "--model", $"{user.Type}@1.0.0", "--to", "b");
        Assert.Equal("1.0", fitting.GetProperty("version").GetString());
        Assert.Equal(Path.Combine(user.Folder, "b"), fitting.GetProperty("folder").GetString());
        Assert.Equal("2.0", (await user.Json("pull", user.Parameters, "--model", user.Type, "--to", "c")).GetProperty("version").GetString());
        Assert.Equal("1.0", (await user.Json("pull", $"{user.Parameters}@1.0", "--model", $"{user.Type}@1.0.0", "--to", "d")).GetProperty("version").GetString());
    }

    [Fact]
    public async Task A_version_that_does_not_fit_the_model_is_refused()
    {
        using var user = await User.Of(registry, "1.0.0", "2.0.0");
        await user.Publish("1.0.0");
        var errors = await user.Failed("pull", $"{user.Parameters}@1.0", "--model", $"{user.Type}@2.0.0", "--to", "there");
        Assert.Contains($"mlp compat add {user.Type}@2.0.0 {user.Parameters}@1.0", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(user.Folder, "there")));
    }

    [Fact]
    public async Task A_folder_that_is_not_empty_stays_as_it_is_and_an_empty_one_is_filled()
    {
        using var user = await User.Of(registry, "1.0.0");
        await user.Publish("1.0.0");
        var full = Directory.CreateDirectory(Path.Combine(user.Folder, "full")).FullName;
        await File.WriteAllTextAsync(Path.Combine(full, "mine.txt"), "mine");
        Assert.StartsWith("MLP7605", await user.Failed("pull", user.Parameters, "--to", "full"), StringComparison.Ordinal);
        Assert.Equal(["mine.txt"], Directory.GetFileSystemEntries(full).Select(Path.GetFileName));
        Assert.StartsWith("MLP7606", await user.Failed("pull", user.Parameters, "--to", "full/mine.txt"), StringComparison.Ordinal);

        var empty = Directory.CreateDirectory(Path.Combine(user.Folder, "empty")).FullName;
        Assert.Equal(empty + "\n", await user.Done("pull", user.Parameters, "--to", "empty/"));
        Assert.True(File.Exists(Path.Combine(empty, "weights.txt")));
    }

    [Fact]
    public async Task Damaged_bytes_are_refused_and_leave_nothing_behind()
    {
        using var user = await User.Of(registry, "1.0.0");
        await user.Done("publish", user.Parameters, user.Weights(Guid.NewGuid().ToString()), "--model", user.Type);
        var digest = (await user.Json("show", $"{user.Parameters}@1.0")).GetProperty("digest").GetString()!["sha256:".Length..];
        var blob = Directory.GetFiles(Path.Combine(user.Registry.Home, "blobs"), $"*{digest}*", SearchOption.AllDirectories).Single();
        var bytes = await File.ReadAllBytesAsync(blob);
        bytes[^2000] ^= 1;
        File.SetUnixFileMode(blob, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllBytesAsync(blob, bytes);

        var before = Directory.GetFileSystemEntries(user.Folder);
        Directory.CreateDirectory(Path.Combine(user.Folder, "empty"));
        Assert.StartsWith("MLP6104", await user.Failed("pull", user.Parameters, "--to", "new"), StringComparison.Ordinal);
        Assert.StartsWith("MLP6104", await user.Failed("pull", user.Parameters, "--to", "empty"), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(user.Folder, "empty")));
        Assert.Equal(["empty"], Directory.GetFileSystemEntries(user.Folder).Except(before).Select(Path.GetFileName));
    }
}
