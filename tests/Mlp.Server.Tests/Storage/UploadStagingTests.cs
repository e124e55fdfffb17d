using System.IO.Pipelines;
using Mlp.Server.Storage;

namespace Mlp.Server.Tests.Storage;

public sealed class UploadStagingTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly UploadStaging _staging;

    public UploadStagingTests() => _staging = Open();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16 << 10)]
    [InlineData((16 << 10) + 1)]
    [InlineData((1 << 20) + (16 << 10))]
    [InlineData(5_000_000)]
    public async Task An_upload_of_any_size_completes(int length)
    {
        var content = Content(length);
        var id = _staging.Begin();
        Assert.Equal(new AppendOutcome.Appended(length), await Append(id, 0, content));
        using var file = await Completed(_staging, id, content);
        Assert.Equal(length, file.Length);
        Assert.Equal(content, await File.ReadAllBytesAsync(Copied(file)));
    }

    [Fact]
    public async Task Parts_make_one_upload_and_the_offset_tells_how_far_it_is()
    {
        var content = Content(3_000_000);
        var id = _staging.Begin();
        Assert.Equal(0, _staging.Offset(id));
        Assert.Equal(new AppendOutcome.Appended(1_200_000), await Append(id, 0, content[..1_200_000]));
        Assert.Equal(new AppendOutcome.Appended(1_200_001), await Append(id, 1_200_000, content[1_200_000..1_200_001]));
        Assert.Equal(1_200_001, _staging.Offset(id));
        Assert.Equal(new AppendOutcome.Appended(content.Length), await Append(id, 1_200_001, content[1_200_001..]));
        using var file = await Completed(_staging, id, content);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(1_001)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public async Task A_part_at_another_offset_is_not_taken_and_the_real_one_is_told(long offset)
    {
        var content = Content(1_000);
        var id = _staging.Begin();
        await Append(id, 0, content);
        Assert.Equal(new AppendOutcome.WrongOffset(1_000), await Append(id, offset, Content(10)));
        using var file = await Completed(_staging, id, content);
    }

    [Theory]
    [InlineData(100, 99)]
    [InlineData(3_000_000, 2_999_999)]
    [InlineData(3_000_000, 0)]
    public async Task An_upload_past_its_limit_is_dropped(int length, long limit)
    {
        var id = _staging.Begin();
        Assert.Equal(new AppendOutcome.TooLarge(limit), await _staging.Append(id, 0, new MemoryStream(Content(length)), limit, Ct.None));
        Assert.Null(_staging.Offset(id));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task The_limit_counts_all_parts_together()
    {
        var id = _staging.Begin();
        Assert.Equal(new AppendOutcome.Appended(60), await _staging.Append(id, 0, new MemoryStream(Content(60)), 100, Ct.None));
        Assert.Equal(new AppendOutcome.Appended(100), await _staging.Append(id, 60, new MemoryStream(Content(40)), 100, Ct.None));
        Assert.Equal(new AppendOutcome.TooLarge(100), await _staging.Append(id, 100, new MemoryStream(Content(1)), 100, Ct.None));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(50_000)]
    [InlineData(2_500_000)]
    public async Task A_body_that_breaks_leaves_what_arrived_and_the_upload_resumes(int arrived)
    {
        var content = Content(4_000_000);
        var id = _staging.Begin();
        await Assert.ThrowsAsync<IOException>(() => _staging.Append(id, 0, new BrokenBody(content[..arrived], new IOException("gone")), null, Ct.None));
        Assert.Equal(arrived, _staging.Offset(id));
        Assert.Equal(new AppendOutcome.Appended(content.Length), await Append(id, arrived, content[arrived..]));
        using var file = await Completed(_staging, id, content);
    }

    [Fact]
    public async Task A_cancelled_part_leaves_what_arrived_and_the_upload_resumes()
    {
        var content = Content(100_000);
        var id = _staging.Begin();
        var pipe = new Pipe();
        using var cancelled = new CancellationTokenSource();
        var appending = _staging.Append(id, 0, pipe.Reader.AsStream(), null, cancelled.Token);
        await pipe.Writer.WriteAsync(content.AsMemory(0, 30_000));
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => appending);
        var offset = _staging.Offset(id)!.Value;
        Assert.InRange(offset, 0, 30_000);
        await Append(id, offset, content[(int)offset..]);
        using var file = await Completed(_staging, id, content);
    }

    [Fact]
    public async Task After_a_restart_an_upload_resumes()
    {
        var content = Content(3_000_000);
        var id = _staging.Begin();
        await Append(id, 0, content[..2_000_000]);
        var restarted = Open();
        Assert.Equal(2_000_000, restarted.Offset(id));
        Assert.Equal(new AppendOutcome.Appended(content.Length), await restarted.Append(id, 2_000_000, new MemoryStream(content[2_000_000..]), null, Ct.None));
        using var file = await Completed(restarted, id, content);
    }

    [Fact]
    public async Task Two_processes_may_take_turns_with_one_upload()
    {
        var content = Content(1_000_000);
        var id = _staging.Begin();
        var other = Open();
        for (var offset = 0; offset < content.Length; offset += 100_000)
        {
            var turn = offset % 200_000 == 0 ? _staging : other;
            Assert.Equal(
                new AppendOutcome.Appended(offset + 100_000),
                await turn.Append(id, offset, new MemoryStream(content, offset, 100_000), null, Ct.None));
        }

        using var file = await Completed(_staging, id, content);
    }

    [Fact]
    public async Task While_one_appends_others_are_busy()
    {
        var content = Content(50_000);
        var id = _staging.Begin();
        var pipe = new Pipe();
        var appending = _staging.Append(id, 0, pipe.Reader.AsStream(), null, Ct.None);
        foreach (var staging in new[] { _staging, Open() })
        {
            Assert.IsType<AppendOutcome.Busy>(await staging.Append(id, 0, new MemoryStream([1]), null, Ct.None));
            Assert.IsType<CompleteOutcome.Busy>(await staging.Complete(id, Digest.Of(content), Ct.None));
            Assert.False(staging.Discard(id));
        }

        await pipe.Writer.WriteAsync(content);
        await pipe.Writer.CompleteAsync();
        Assert.Equal(new AppendOutcome.Appended(content.Length), await appending);
        using var file = await Completed(_staging, id, content);
        Assert.IsType<AppendOutcome.Busy>(await Append(id, content.Length, [1]));
    }

    [Fact]
    public async Task Of_many_appenders_at_once_one_wins()
    {
        var id = _staging.Begin();
        var content = Content(200_000);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Append(id, 0, content))));
        Assert.Single(outcomes, new AppendOutcome.Appended(content.Length));
        Assert.All(outcomes, o => Assert.True(o is AppendOutcome.Appended or AppendOutcome.Busy or AppendOutcome.WrongOffset, $"{o}"));
        using var file = await Completed(_staging, id, content);
    }

    [Fact]
    public async Task Wrong_bytes_are_dropped_and_their_digest_is_told()
    {
        var content = Content(1_000);
        var id = _staging.Begin();
        await Append(id, 0, content);
        Assert.Equal(new CompleteOutcome.DigestMismatch(Digest.Of(content)), await _staging.Complete(id, Digest.Of([1]), Ct.None));
        Assert.Null(_staging.Offset(id));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task An_upload_that_was_not_saved_after_all_can_be_completed_again()
    {
        var content = Content(1_000);
        var id = _staging.Begin();
        await Append(id, 0, content);
        (await Completed(_staging, id, content)).Dispose();
        using var again = await Completed(_staging, id, content);
    }

    [Fact]
    public async Task An_unknown_upload_is_unknown()
    {
        var id = UploadId.New();
        Assert.Null(_staging.Offset(id));
        Assert.IsType<AppendOutcome.Unknown>(await Append(id, 0, [1]));
        Assert.IsType<CompleteOutcome.Unknown>(await _staging.Complete(id, Digest.Of([1]), Ct.None));
        Assert.False(_staging.Discard(id));
    }

    [Fact]
    public async Task A_discarded_upload_is_gone()
    {
        var id = _staging.Begin();
        await Append(id, 0, [1, 2, 3]);
        Assert.True(_staging.Discard(id));
        Assert.Null(_staging.Offset(id));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Abandoned_uploads_are_removed_and_others_are_not()
    {
        var (old, fresh, busy) = (_staging.Begin(), _staging.Begin(), _staging.Begin());
        await Append(old, 0, [1, 2, 3]);
        var pipe = new Pipe();
        var appending = _staging.Append(busy, 0, pipe.Reader.AsStream(), null, Ct.None);
        foreach (var id in new[] { old, busy })
        {
            File.SetLastWriteTimeUtc(_folder.PathOf(id.Text), DateTime.UtcNow.AddDays(-2));
        }

        Assert.Equal(1, Open().RemoveAbandoned(TimeProvider.System, TimeSpan.FromDays(1)));
        Assert.Null(_staging.Offset(old));
        Assert.Equal(0, _staging.Offset(fresh));
        Assert.Equal(0, _staging.Offset(busy));
        Assert.IsType<AppendOutcome.Unknown>(await Append(old, 3, [4]));
        await pipe.Writer.CompleteAsync();
        await appending;
    }

    [Fact]
    public async Task A_body_in_one_piece_is_received()
    {
        var content = Content(2_000_000);
        var outcome = await _staging.Receive(Digest.Of(content), new MemoryStream(content), content.Length, Ct.None);
        using var file = Assert.IsType<ReceiveOutcome.Received>(outcome).File;
        Assert.Equal(Digest.Of(content), file.Digest);
    }

    [Fact]
    public async Task Nothing_remains_of_a_body_that_is_not_what_was_promised_or_too_long_or_broken_or_not_saved()
    {
        var content = Content(100_000);
        var digest = Digest.Of(content);
        Assert.Equal(new ReceiveOutcome.DigestMismatch(digest), await _staging.Receive(Digest.Of([1]), new MemoryStream(content), null, Ct.None));
        Assert.Equal(new ReceiveOutcome.TooLarge(99_999), await _staging.Receive(digest, new MemoryStream(content), 99_999, Ct.None));
        await Assert.ThrowsAsync<IOException>(() => _staging.Receive(digest, new BrokenBody(content[..50_000], new IOException("gone")), null, Ct.None));
        Assert.IsType<ReceiveOutcome.Received>(await _staging.Receive(digest, new MemoryStream(content), null, Ct.None)).File.Dispose();
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("0123456789abcdef0123456789abcdeF")]
    [InlineData("0123456789abcdef0123456789abcde")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    [InlineData(null)]
    public void What_is_no_upload_id_is_refused(string? text) => Assert.Null(UploadId.TryParse(text));

    [Fact]
    public void An_upload_id_reads_back()
    {
        var id = UploadId.New();
        Assert.Equal(id, UploadId.TryParse(id.Text));
    }

    private static byte[] Content(int length)
    {
        var content = new byte[length];
        Random.Shared.NextBytes(content);
        return content;
    }

    private static async Task<StagedFile> Completed(UploadStaging staging, UploadId id, byte[] content) =>
        Assert.IsType<CompleteOutcome.Completed>(await staging.Complete(id, Digest.Of(content), Ct.None)).File;

    private UploadStaging Open() => new(_folder.Path);

    private IEnumerable<string> Files() => Directory.EnumerateFileSystemEntries(_folder.Path);

    private Task<AppendOutcome> Append(UploadId id, long offset, byte[] content) =>
        _staging.Append(id, offset, new MemoryStream(content), null, Ct.None);

    // The framework cannot read a file that is locked for writing.
    private string Copied(StagedFile file)
    {
        var copy = _folder.PathOf("copy");
        using var slice = new FileSlice(file.Handle, 0, file.Length);
        using var target = File.Create(copy);
        slice.CopyTo(target);
        return copy;
    }
}
