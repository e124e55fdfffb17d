using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Mlp.Root.Tests.Fuzzing;

/// <summary>Answers of several parts that are damaged on their way are refused, or bring all that was asked for, or leave something to be asked for again; never anything else.</summary>
public sealed class PartsFuzzTests
{
    private const int FileBytes = 10_000;
    private static readonly (int Offset, int Bytes)[] Wanted = [(100, 50), (3_000, 700), (9_000, 1_000)];

    [Fact]
    public async Task Damaged_answers_of_several_parts()
    {
        var file = new byte[FileBytes];
        new Random(7).NextBytes(file);
        var whole = Encoding.Latin1.GetBytes(string.Concat(Wanted.Select(part =>
            $"\r\n--parts\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes {part.Offset}-{part.Offset + part.Bytes - 1}/{FileBytes}\r\n\r\n{Encoding.Latin1.GetString(file, part.Offset, part.Bytes)}")) + "\r\n--parts--\r\n");
        var (refused, left, right) = (0, 0, 0);
        for (var seed = 0; seed < 10_000; seed++)
        {
            var random = new Random(seed);
            var body = Damaged(whole, random);
            List<ByteRange> ranges = [.. Wanted.Select(part => new ByteRange(part.Offset, new byte[part.Bytes]))];
            List<Neighbours> groups = [.. ranges.SelectMany(range => Neighbours.Of([range]))];
            var answer = new ManyRanges(RangeBatch.Together(groups, 1).Single(), "far.root", FileBytes);
            using var response = new HttpResponseMessage(HttpStatusCode.PartialContent) { Content = new ByteArrayContent(body) };
            response.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/byteranges; boundary=parts");
            try
            {
                await answer.Fill(response, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
                _ = answer.Left.Count > 0 ? left++ : right++;
                Assert.True(!body.AsSpan().SequenceEqual(whole) || ranges.TrueForAll(range => range.Into.Span.SequenceEqual(file.AsSpan((int)range.Offset, range.Into.Length))), $"seed {seed}");
            }
            catch (RootFormatException e) when (e.File == "far.root")
            {
                refused++;
            }
        }

        Assert.True(refused > 1_000 && right > 100 && left > 0, $"{refused} refused, {left} in part, {right} whole");
    }

    // Mostly in the lines between the parts.
    private static byte[] Damaged(byte[] whole, Random random)
    {
        byte[] body = [.. whole];
        for (var times = random.Next(0, 4); times > 0 && body.Length > 200; times--)
        {
            var from = random.Next(body.Length - 150);
            var boundary = from + body.AsSpan(from).IndexOf("--parts"u8);
            var place = Math.Min(boundary + random.Next(0, 120), body.Length - 40);
            body = random.Next(5) switch
            {
                0 => body[..place],
                1 => [.. body[..place], .. body[(place + random.Next(1, 30))..]],
                2 => [.. body[..place], .. whole[random.Next(whole.Length - 100)..][..random.Next(100)], .. body[place..]],
                3 => [.. body[..place], (byte)random.Next(256), .. body[(place + 1)..]],
                _ => [.. body[..place], (byte)('0' + random.Next(10)), .. body[(place + 1)..]],
            };
        }

        return body;
    }
}
