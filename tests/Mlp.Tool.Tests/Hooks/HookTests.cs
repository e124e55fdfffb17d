using System.Text.Json;
using Mlp.Testing;
using Mlp.Tool.Tests.Releases;

namespace Mlp.Tool.Tests.Hooks;

/// <summary>Real pushes to a bare repository with the hook of the installed tool.</summary>
public sealed class HookTests(InstalledTool tool, PackedLibraries packages)
{
    [Fact]
    public async Task A_pushed_tag_is_released_and_branches_other_tags_moved_and_deleted_ones_are_told_apart()
    {
        using var hooked = new HookedRepository(tool, packages);
        Assert.Equal($"installed {hooked.PathOf("hooks/post-receive")}\n", await hooked.Install());
        Assert.Equal("", await hooked.Push("main"));
        Assert.Equal("", await hooked.PushTags("nightly"));
        Assert.Empty(await hooked.Releases());

        var told = await hooked.PushTags("v1.0.0");
        Assert.Contains("mlp: v1.0.0 (", told, StringComparison.Ordinal);
        Assert.Contains($"mlp:   log: {hooked.PathOf("mlp/logs/v1.0.0-")}", told, StringComparison.Ordinal);
        Assert.Contains($"mlp hook status '{hooked.Bare.Replace("'", @"'\''", StringComparison.Ordinal)}'", told, StringComparison.Ordinal);
        await hooked.WaitForStates("v1.0.0 done");
        Assert.Contains("registered constant_model 1.0.0", hooked.Logs(), StringComparison.Ordinal);
        Assert.Equal(["1.0.0"], await Versions(hooked.Author));

        var first = Sdk.Git(hooked.Author.Code.Root, "rev-parse", "HEAD").Trim();
        var second = hooked.Author.Code.Commit();
        Sdk.Git(hooked.Author.Code.Root, "tag", "--force", "v1.0.0");
        Assert.Contains($"mlp: v1.0.0 was moved from {first[..12]} to {second[..12]}", await hooked.Push("--force", "refs/tags/v1.0.0"), StringComparison.Ordinal);
        await hooked.WaitForStates("v1.0.0 done", "v1.0.0 failed");
        var failure = (await hooked.Releases())[^1].GetProperty("failure");
        Assert.Equal("MLP7501", failure.Text("code"));
        Assert.Contains(first, failure.Text("message"), StringComparison.Ordinal);

        Assert.Contains("mlp: v1.0.0 was deleted; what was registered from it stays registered", await hooked.Push("--delete", "refs/tags/v1.0.0"), StringComparison.Ordinal);
        Assert.Equal(2, (await hooked.Releases()).Count);
        Assert.Equal(["1.0.0"], await Versions(hooked.Author));
    }

    [Fact]
    public async Task Three_tags_of_one_push_are_released_in_the_order_of_their_versions_and_go_on_when_the_pusher_has_left()
    {
        using var hooked = new HookedRepository(tool, packages);
        await hooked.Install("--wait");
        var told = await hooked.PushTags("v1.10.0", "v1.2.0", "v1.2.0-rc.1");
        Assert.Contains("mlp: v1.10.0 (", told, StringComparison.Ordinal);
        Assert.Contains("in the background after 2 other releases", told, StringComparison.Ordinal);
        var seen = told.Split('\n');
        string[] steps = ["  building 1.2.0-rc.1", "mlp: v1.2.0-rc.1 is released", "  registered constant_model 1.2.0", "mlp: v1.2.0 is released", "  building 1.10.0", "mlp: v1.10.0 is released"];
        var places = steps.Select(step => Array.FindIndex(seen, line => $"{line} ".StartsWith($"{step} ", StringComparison.Ordinal))).ToList();
        Assert.True(places[0] >= 0 && places.SequenceEqual(places.Order()), told);
        await hooked.WaitForStates("v1.2.0-rc.1 done", "v1.2.0 done", "v1.10.0 done");

        hooked.Author.Tag("v1.11.0");
        using (var push = System.Diagnostics.Process.Start(hooked.Pushing("refs/tags/v1.11.0"))!)
        {
            while (await push.StandardError.ReadLineAsync() is { } line && !line.Contains("building", StringComparison.Ordinal))
            {
            }

            push.Kill();
        }

        await hooked.WaitForStates("v1.2.0-rc.1 done", "v1.2.0 done", "v1.10.0 done", "v1.11.0 done");
        Assert.Equal(["1.10.0", "1.11.0", "1.2.0", "1.2.0-rc.1"], (await Versions(hooked.Author)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Pushes_at_the_same_time_make_one_worker_and_none_is_lost()
    {
        using var hooked = new HookedRepository(tool, packages, hasModel: false);
        await hooked.Install();
        string[] tags = [.. Enumerable.Range(0, 6).Select(i => $"v1.{i}.0")];
        tags.ToList().ForEach(hooked.Author.Tag);
        await Task.WhenAll(tags.Select(tag => hooked.Push($"refs/tags/{tag}")));
        await HookedRepository.Until(async () => (await hooked.States()).Count(state => state.EndsWith("failed", StringComparison.Ordinal)) == tags.Length);

        // Nothing can be released here, so that it is quick; each was tried once, and none beside another.
        var releases = await hooked.Releases();
        Assert.Equal(tags, releases.Select(release => release.Text("tag")).Order(StringComparer.Ordinal));
        Assert.All(releases, release => Assert.Equal((1, "MLP7213"), (release.GetProperty("tries").GetInt32(), release.GetProperty("failure").Text("code"))));
        var moments = releases.Select(release => release.GetProperty("since").GetDateTimeOffset()).ToList();
        Assert.Equal(moments.Order(), moments);
        Assert.Equal("", await File.ReadAllTextAsync(hooked.PathOf("mlp/worker.log")));
        Assert.Empty(Directory.GetFiles(hooked.PathOf("mlp/received")));
    }

    [Fact]
    public async Task While_the_registry_is_down_a_release_waits_and_then_goes_on_by_itself()
    {
        await using var registry = await RegistryProcess.Start();
        using var hooked = new HookedRepository(tool, packages);
        await LogIn(hooked.Author, registry);
        Assert.StartsWith("MLP7905", await hooked.Author.Failed("hook", "install", hooked.Bare, "--registry", "pro"), StringComparison.Ordinal);
        await hooked.Install("--registry", "pro", "--project", "git.example.org/beams/demo", "--wait");
        Assert.DoesNotContain(registry.AdminToken, await File.ReadAllTextAsync(hooked.PathOf("mlp/hook.json")), StringComparison.Ordinal);

        await registry.Stop();
        var told = await hooked.PushTags("v1.0.0");
        Assert.Contains("mlp: v1.0.0 waits and is tried again: MLP6001", told, StringComparison.Ordinal);
        await HookedRepository.Until(async () => (await hooked.Author.Run("hook", "status", hooked.Bare)).Errors.Contains("v1.0.0 is tried again at ", StringComparison.Ordinal));

        await registry.Restart();
        await hooked.WaitForStates("v1.0.0 done");
        var release = await registry.Http.GetStringAsync("/api/v1/releases?project=git.example.org/beams/demo");
        Assert.Equal("registered", JsonDocument.Parse(release).RootElement.GetProperty("items")[0].Text("state"));
        Assert.DoesNotContain(registry.AdminToken, hooked.Logs(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_worker_leaves_is_taken_up_by_the_next_push_and_by_resume_and_done_once()
    {
        using var hooked = new HookedRepository(tool, packages);
        await hooked.Install();
        await hooked.PushTags("v1.0.0");
        await HookedRepository.Until(() => Task.FromResult(hooked.Logs().Contains("building", StringComparison.Ordinal)));
        Kill(hooked.WorkerId);
        Assert.Contains("nobody works on what waits; go on with: mlp hook resume", (await hooked.Author.Run("hook", "status", hooked.Bare)).Errors, StringComparison.Ordinal);

        Assert.Contains("in the background after 1 other release", await hooked.PushTags("v1.1.0"), StringComparison.Ordinal);
        await HookedRepository.Until(async () => (await hooked.States())[1] == "v1.1.0 running");
        Kill(hooked.WorkerId);
        Assert.Equal("goes on with v1.1.0\n", await hooked.Author.Done("hook", "resume", hooked.Bare));
        await hooked.WaitForStates("v1.0.0 done", "v1.1.0 done");
        Assert.Equal(["1.0.0", "1.1.0"], (await Versions(hooked.Author)).Order(StringComparer.Ordinal));
        Assert.Equal("nothing waits\n", await hooked.Author.Done("hook", "resume", hooked.Bare));
    }

    [Fact]
    public async Task A_hook_of_somebody_else_stays_and_both_get_what_was_pushed()
    {
        using var hooked = new HookedRepository(tool, packages, hasModel: false);
        var hook = hooked.PathOf("hooks/post-receive");
        await File.WriteAllTextAsync(hook, "#!/bin/sh\nwhile read before after name; do echo \"theirs: $name\" >&2; done\n");
        File.SetUnixFileMode(hook, (UnixFileMode)0b111_101_101);
        var error = await hooked.Author.Failed("hook", "install", hooked.Bare, "--no-deploy");
        Assert.StartsWith("MLP7903", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(hooked.PathOf("mlp")));

        var line = error.Split('\n').Single(each => each.Contains("mlp/post-receive <", StringComparison.Ordinal));
        var theirs = (await File.ReadAllTextAsync(hook)).Replace("#!/bin/sh\n", $"#!/bin/sh\n{line}\n", StringComparison.Ordinal);
        await File.WriteAllTextAsync(hook, theirs);
        await hooked.Install();
        Assert.Equal(theirs, await File.ReadAllTextAsync(hook));
        var told = await hooked.PushTags("v1.0.0");
        Assert.Contains("mlp: v1.0.0 (", told, StringComparison.Ordinal);
        Assert.Contains("theirs: refs/tags/v1.0.0", told, StringComparison.Ordinal);
        await hooked.WaitForStates("v1.0.0 failed");

        Assert.Contains("take the line with mlp/post-receive out of it", (await hooked.Author.Run("hook", "remove", hooked.Bare)).Errors, StringComparison.Ordinal);
        Assert.Equal(theirs, await File.ReadAllTextAsync(hook));
        Assert.False(Directory.Exists(hooked.PathOf("mlp")));
        Assert.Contains("theirs: refs/heads/main", await hooked.Push("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_tool_a_push_succeeds_and_its_tags_wait_until_it_is_back()
    {
        using var hooked = new HookedRepository(tool, packages, hasModel: false);
        var copy = Path.Combine(hooked.Author.Home, "tools");
        Directory.CreateDirectory(hooked.Author.Home);
        await Tool.RunProgram("cp", ["-r", Path.GetDirectoryName(tool.Program)!, copy]);
        var program = Path.Combine(copy, "mlp");
        var (exit, _, errors) = await Tool.RunProgram(program, ["hook", "install", hooked.Bare, "--no-deploy"], hooked.Author.Environment);
        Assert.True(exit == 0, errors);

        Directory.Move(copy, copy + ".gone");
        Assert.Contains($"mlp: {program} is gone; the pushed tags wait until it is installed again", await hooked.PushTags("v1.0.0"), StringComparison.Ordinal);
        Assert.Equal("", await hooked.Push("main"));
        Assert.Empty(await hooked.Releases());

        // A program that breaks is no better than none.
        Directory.CreateDirectory(copy);
        await File.WriteAllTextAsync(program, "#!/bin/sh\nkill -9 $$\n");
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        Assert.Contains($"mlp: what was pushed waits; go on with: mlp hook resume \"{hooked.Bare}\"", await hooked.PushTags("v1.1.0"), StringComparison.Ordinal);
        Assert.Contains("nobody works on what waits", (await hooked.Author.Run("hook", "status", hooked.Bare)).Errors, StringComparison.Ordinal);

        await hooked.Install();
        Assert.Equal("goes on with v1.0.0, v1.1.0\n", await hooked.Author.Done("hook", "resume", hooked.Bare));
        await hooked.WaitForStates("v1.0.0 failed", "v1.1.0 failed");
        Assert.Equal("goes on with v1.1.0\n", await hooked.Author.Done("hook", "resume", hooked.Bare, "v1.1.0"));
        Assert.StartsWith("MLP7911", await hooked.Author.Failed("hook", "resume", hooked.Bare, "v3.0.0"), StringComparison.Ordinal);
        await hooked.WaitForStates("v1.0.0 failed", "v1.1.0 failed");
    }

    [Fact]
    public async Task A_tag_belongs_to_one_project_of_a_monorepo_or_is_told_to_belong_to_none()
    {
        using var hooked = new HookedRepository(tool, packages, hasModel: false);
        hooked.Author.Code.Write("awake/mlp.json", """{ "tagPrefix": "awake/v" }""");
        hooked.Author.Code.Write("linac/mlp.json", """{ "tagPrefix": "linac/v" }""");
        hooked.Author.Code.Commit();
        await hooked.Install();
        var told = await hooked.PushTags("v1.0.0", "linac/v1.0.0", "awake/v2.0.0");
        Assert.Contains("mlp: v1.0.0 is a version of no project; their tags are awake/v1.2.3, linac/v1.2.3", told, StringComparison.Ordinal);
        await hooked.WaitForStates("linac/v1.0.0 failed", "awake/v2.0.0 failed");
        Assert.Equal(["linac", "awake"], (await hooked.Releases()).Select(release => release.Text("project")));

        hooked.Author.Code.Write("awake/mlp.json", """{ "tagPrefixes": "awake/v" }""");
        hooked.Author.Code.Commit();
        Assert.Contains("mlp: awake/v2.1.0 is not released: MLP7203", await hooked.PushTags("awake/v2.1.0"), StringComparison.Ordinal);
        Assert.Equal("awake/v2.1.0 failed", (await hooked.States())[^1]);
    }

    [Fact]
    public async Task What_cannot_be_installed_is_refused_and_what_runs_is_not_removed_unless_told_so()
    {
        using var hooked = new HookedRepository(tool, packages);
        Assert.StartsWith("MLP7901", await hooked.Author.Failed("hook", "install", hooked.Author.Code.Root), StringComparison.Ordinal);
        Assert.StartsWith("MLP7906", await hooked.Author.Failed("hook", "status", hooked.Bare), StringComparison.Ordinal);
        foreach (var project in new[] { "https://git.example.org/demo", "git.example.org:8443/demo", "git.example.org/demo.git", "demo", "git.example.org/demo#v" })
        {
            Assert.Equal(2, (await hooked.Author.Run("hook", "install", hooked.Bare, "--project", project)).Exit);
        }

        Assert.Equal(2, (await hooked.Author.Run("hook", "install", hooked.Bare, "--no-deploy", "--target", "local")).Exit);
        hooked.Author.Variables["MLP_DATABASE"] = "Host=db;Password=hidden-word";
        var error = await hooked.Author.Failed("hook", "install", hooked.Bare);
        Assert.StartsWith("MLP7909", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-word", error, StringComparison.Ordinal);
        hooked.Author.Variables.Remove("MLP_DATABASE");

        await hooked.Install();
        var options = hooked.PathOf("mlp/hook.json");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(options));
        await File.WriteAllTextAsync(options, (await File.ReadAllTextAsync(options)).Replace("\"wait\"", "\"weight\"", StringComparison.Ordinal));
        Assert.Contains("MLP7907", await hooked.PushTags("v1.0.0"), StringComparison.Ordinal);
        await hooked.Install();
        await hooked.Author.Done("hook", "resume", hooked.Bare);
        await HookedRepository.Until(() => Task.FromResult(hooked.Logs().Contains("building", StringComparison.Ordinal)));
        Assert.Contains("v1.0.0 is running; nothing was removed", await hooked.Author.Failed("hook", "remove", hooked.Bare), StringComparison.Ordinal);

        var worker = hooked.WorkerId;
        Assert.Equal($"removed {hooked.PathOf("hooks/post-receive")}\n", await hooked.Author.Done("hook", "remove", hooked.Bare, "--force"));
        Assert.False(Directory.Exists($"/proc/{worker}") && !(await File.ReadAllTextAsync($"/proc/{worker}/stat")).Contains(") Z ", StringComparison.Ordinal));
        Assert.False(Directory.Exists(hooked.PathOf("mlp")) || File.Exists(hooked.PathOf("hooks/post-receive")));
        Assert.Equal("", await hooked.PushTags("v1.1.0"));
    }

    [Fact]
    public async Task A_release_that_hangs_is_ended_with_all_that_it_started_and_the_next_one_goes_on()
    {
        using var hooked = new HookedRepository(tool, packages);
        var mark = Path.Combine(hooked.Author.Home, "hangs");
        Directory.CreateDirectory(hooked.Author.Home);
        hooked.Author.Code.Write("Directory.Build.targets", $"""
            <Project InitialTargets="Hang">
              <Target Name="Hang"><Exec Command="(sh -c 'trap : TERM; echo $$ &gt; {mark}; while true; do sleep 1; done' &amp;); sleep 600" /></Target>
            </Project>
            """);
        hooked.Author.Code.Commit();
        Assert.Equal(2, (await hooked.Author.Run("hook", "install", hooked.Bare, "--timeout", "soon")).Exit);
        await hooked.Install("--timeout", "20s");
        await hooked.PushTags("v1.0.0");
        Sdk.Git(hooked.Author.Code.Root, "rm", "--quiet", "-r", "Beams");
        hooked.Author.Code.Commit();
        await hooked.PushTags("v1.1.0");
        await hooked.WaitForStates("v1.0.0 failed", "v1.1.0 failed");

        var failures = (await hooked.Releases()).Select(release => release.GetProperty("failure")).ToList();
        Assert.Equal(["MLP7917", "MLP7213"], failures.Select(failure => failure.Text("code")));
        Assert.Contains("not over after 20s", failures[0].Text("message"), StringComparison.Ordinal);
        Assert.Contains("--timeout", failures[0].Text("remedy"), StringComparison.Ordinal);
        Assert.Contains("MLP7917: the release was not over after 20s", hooked.Logs(), StringComparison.Ordinal);
        Assert.False(IsAlive((await File.ReadAllTextAsync(mark)).Trim()), "what the release left behind still runs");
    }

    [Fact]
    public async Task A_release_that_hangs_beyond_its_worker_is_ended_by_the_next_one()
    {
        using var hooked = new HookedRepository(tool, packages);
        hooked.Author.Code.Write("Directory.Build.targets", """<Project InitialTargets="Hang"><Target Name="Hang"><Exec Command="sleep 600" /></Target></Project>""");
        hooked.Author.Code.Commit();
        await hooked.Install();
        await hooked.PushTags("v1.0.0");
        await HookedRepository.Until(() => Task.FromResult(hooked.Logs().Contains("building", StringComparison.Ordinal)));
        Kill(hooked.WorkerId);
        await hooked.Install("--timeout", "1s");
        Assert.Equal("goes on with v1.0.0\n", await hooked.Author.Done("hook", "resume", hooked.Bare));
        await hooked.WaitForStates("v1.0.0 failed");
        var release = Assert.Single(await hooked.Releases());
        Assert.Equal((1, "MLP7917"), (release.GetProperty("tries").GetInt32(), release.GetProperty("failure").Text("code")));
    }

    [Fact]
    public async Task Submodules_are_checked_out_where_git_may_take_them_and_named_where_it_may_not()
    {
        using var hooked = new HookedRepository(tool, packages);
        using var deep = TestRepository.Empty("deep");
        await File.WriteAllTextAsync(Path.Combine(deep.Folder.FullName, "Deep.cs"), "internal static class Deep { public const float Offset = 0; }\n");
        CommitAll(deep);
        using var shared = TestRepository.Empty("shared");
        shared.Git("submodule", "--quiet", "add", deep.Folder.FullName, "deep");
        CommitAll(shared);
        hooked.Author.Code.Write("Beams/Uses.cs", "internal static class Uses { public const float Offset = Deep.Offset; }\n");
        Sdk.Git(hooked.Author.Code.Root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", shared.Folder.FullName, "Beams/shared");
        hooked.Author.Code.Commit();

        // Git takes no submodule from a path, unless told to.
        await hooked.Install();
        await hooked.PushTags("v1.0.0");
        await hooked.WaitForStates("v1.0.0 failed");
        var failure = Assert.Single(await hooked.Releases()).GetProperty("failure");
        Assert.Equal("MLP7918", failure.Text("code"));
        Assert.StartsWith("submodules cannot be checked out: Beams/shared; git says: ", failure.Text("message"), StringComparison.Ordinal);
        Assert.Contains("protocol.file.allow", failure.Text("remedy"), StringComparison.Ordinal);

        var allowing = hooked.PathOf("allowing.config");
        await File.WriteAllTextAsync(allowing, "[protocol \"file\"]\n\tallow = always\n");
        hooked.Author.Variables["GIT_CONFIG_SYSTEM"] = allowing;
        Assert.Equal("goes on with v1.0.0\n", await hooked.Author.Done("hook", "resume", hooked.Bare, "v1.0.0"));
        await hooked.WaitForStates("v1.0.0 done");
        Assert.Contains("registered constant_model 1.0.0", hooked.Logs(), StringComparison.Ordinal);
    }

    private static void CommitAll(TestRepository repository)
    {
        repository.Git("add", "--all");
        repository.Git("commit", "--quiet", "--message", "files");
    }

    private static bool IsAlive(string process) =>
        Directory.Exists($"/proc/{process}") && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static async Task<string[]> Versions(Author author) =>
        [.. (await author.Json("show", "constant_model")).GetProperty("versions").EnumerateArray().Select(version => version.Text("version"))];

    private static async Task LogIn(Author author, RegistryProcess registry)
    {
        var (exit, _, errors) = await Tool.RunProgram(author.Program, ["login", registry.BaseUrl.ToString(), "--profile", "pro"], author.Environment, registry.AdminToken);
        Assert.True(exit == 0, errors);
    }

    private static void Kill(int process)
    {
        using var worker = System.Diagnostics.Process.GetProcessById(process);
        worker.Kill();
    }
}
