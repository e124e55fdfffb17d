using Mlp.Cli.Output;

namespace Mlp.Tool.Tests.Output;

public sealed class OutputTests
{
    [Theory]
    [InlineData("plain text, with ä and 漢字", "plain text, with ä and 漢字")]
    [InlineData("a\u001b[31mred\u0007", @"a\u001b[31mred\u0007")]
    [InlineData("two\nlines\tand\rmore", @"two\nlines\tand\rmore")]
    [InlineData("c1 \u009b31m", @"c1 \u009b31m")]
    [InlineData("turned \u202ethis", @"turned \u202ethis")]
    public void A_terminal_is_not_commanded_by_text_of_others(string text, string shown)
    {
        Assert.Equal(shown, SafeText.Line(text));
    }

    [Fact]
    public void Lines_of_an_answer_keep_their_ends_and_tabs_alone()
    {
        Assert.Equal("a\nb\tc\nd\\r\\u001b[2J", SafeText.Lines("a\r\nb\tc\nd\r\u001b[2J"));
    }

    [Fact]
    public void A_table_in_a_terminal_cuts_what_describes_and_never_what_names()
    {
        Assert.Equal("NAME                WHAT\na_rather_long_name  one two thr…\n", Table(width: 32));
        Assert.Equal("NAME                WHAT\na_rather_long_name  one two three four five\n", Table(width: null));
    }

    [Fact]
    public void A_long_table_is_shown_while_it_comes()
    {
        var answer = new StringWriter();
        var table = new TextTable<int>(new(answer, TextWriter.Null, OutputFormat.Text, Verbosity.Normal), [new("N", row => $"{row}"), new("X", _ => "x")]);
        for (var row = 1; row <= 500; row++)
        {
            table.Add(row);
        }

        Assert.Equal(501, answer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        table.Add(12345678);
        table.End();
        Assert.EndsWith("12345678  x\n", answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_transfer_that_takes_longer_than_a_moment_is_a_bar_in_a_terminal_and_a_line_elsewhere()
    {
        var (bar, line, clock) = (new StringWriter(), new StringWriter(), new HandMovedClock());
        using (var watched = new TransferStory(bar, isWatched: true, clock))
        using (var plain = new TransferStory(line, isWatched: false, clock))
        {
            watched.Report(new(TransferStage.Uploading, 512, 1024));
            plain.Report(new(TransferStage.Uploading, 512, 1024));
            Assert.Empty(bar.ToString() + line);
            clock.Advance(TimeSpan.FromSeconds(3));
        }

        Assert.Contains("\ruploading  50% [############------------] 512 B of 1 KiB", bar.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(" \r", bar.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', bar.ToString());
        Assert.Equal("uploading 50% (512 B of 1 KiB)\n", line.ToString());
    }

    [Fact]
    public void Work_that_takes_longer_than_a_moment_is_a_living_line_below_what_is_said_meanwhile()
    {
        var (watched, plain, clock) = (new StringWriter(), new StringWriter(), new HandMovedClock());
        using (var work = new WorkStory(watched, isWatched: true, () => "building", clock))
        using (var unseen = new WorkStory(plain, isWatched: false, () => "building", clock))
        {
            Assert.Empty(watched.ToString());
            clock.Advance(TimeSpan.FromSeconds(1.5));
            work.Line("error CS0103");
            unseen.Line("error CS0103");
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("\rbuilding, 1 s\r             \rerror CS0103\n\rbuilding, 2 s\r             \r", watched.ToString());
        Assert.Equal("error CS0103\n", plain.ToString());
    }

    [Fact]
    public void A_transfer_that_is_over_at_once_is_not_told()
    {
        var story = new StringWriter();
        using (var transfer = new TransferStory(story, isWatched: true, TimeProvider.System))
        {
            transfer.Report(new(TransferStage.Downloading, 1, 2));
        }

        Assert.Empty(story.ToString());
    }

    private static string Table(int? width)
    {
        var answer = new StringWriter();
        new Terminal(answer, TextWriter.Null, OutputFormat.Text, Verbosity.Normal, new(() => width, WatchesStory: false))
            .Table(["one two three four five"], [new("NAME", _ => "a_rather_long_name"), new("WHAT", text => text) { GivesWay = true }]);
        return answer.ToString();
    }
}
