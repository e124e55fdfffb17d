using System.Globalization;
using System.Text;
using System.Text.Json;
using Mlp.Serving.Json;

namespace Mlp.Serving.Tests;

/// <summary>The short way through an array of numbers gives what the JSON reader gives, or nothing.</summary>
public sealed class PlainNumberTests
{
    private const int Many = 200_000;

    [Fact]
    public void Every_single_is_the_one_that_the_JSON_reader_reads() => Same(text => JsonSerializer.Deserialize<float>(text));

    [Fact]
    public void Every_double_is_the_one_that_the_JSON_reader_reads() => Same(text => JsonSerializer.Deserialize<double>(text));

    // Between two singles, and as near to the middle as doubles and texts of few digits get.
    [Fact]
    public void Singles_near_the_middle_of_two_are_rounded_once()
    {
        var random = new Random(5);
        for (var i = 0; i < Many; i++)
        {
            var single = random.NextSingle() * (1 << random.Next(24));
            var middle = ((double)single + float.BitIncrement(single)) / 2;
            foreach (var near in new[] { middle, double.BitIncrement(middle), double.BitDecrement(middle) })
            {
                Same(near.ToString("R", CultureInfo.InvariantCulture), text => JsonSerializer.Deserialize<float>(text));
                Same(near.ToString("G15", CultureInfo.InvariantCulture), text => JsonSerializer.Deserialize<float>(text));
            }
        }
    }

    [Theory]
    [InlineData("[1,2]")]
    [InlineData(" [ -0 ,\t2.50e+1 ] \r\n")]
    [InlineData("[0.5,1E2]")]
    public void Arrays_of_the_expected_length(string json)
    {
        var numbers = new float[2];
        Assert.True(PlainNumbers.TryRead<float>(Encoding.UTF8.GetBytes(json), numbers));
        Assert.Equal(JsonSerializer.Deserialize<float[]>(json), numbers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[1")]
    [InlineData("[1,")]
    [InlineData("[1,2")]
    [InlineData("[1,2,")]
    [InlineData("[1,2,]")]
    [InlineData("[1,2]3")]
    [InlineData("[1,2,3]")]
    [InlineData("[1]")]
    [InlineData("[1 2]")]
    [InlineData("[,1]")]
    [InlineData("[01,2]")]
    [InlineData("[-01,2]")]
    [InlineData("[+1,2]")]
    [InlineData("[.5,2]")]
    [InlineData("[5.,2]")]
    [InlineData("[-,2]")]
    [InlineData("[1e,2]")]
    [InlineData("[1e+,2]")]
    [InlineData("[1.e5,2]")]
    [InlineData("[1e39,2]")]
    [InlineData("[NaN,2]")]
    [InlineData("[\"1\",2]")]
    [InlineData("[null,2]")]
    [InlineData("[[1,2]]")]
    [InlineData("[1,2]//")]
    [InlineData("[0x1,2]")]
    [InlineData("\uFEFF[1,2]")]
    public void Whatever_else_is_left_to_the_JSON_reader(string json) => Assert.False(PlainNumbers.TryRead<float>(Encoding.UTF8.GetBytes(json), new float[2]));

    private static void Same<T>(Func<string, T> read)
        where T : struct
    {
        var random = new Random(3);
        for (var i = 0; i < Many; i++)
        {
            var number = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-12, 13));
            Same(number.ToString("R", CultureInfo.InvariantCulture), read);
            Same(((float)number).ToString("R", CultureInfo.InvariantCulture), read);
            Same(number.ToString($"F{random.Next(0, 15)}", CultureInfo.InvariantCulture), read);
        }
    }

    private static void Same<T>(string text, Func<string, T> read)
        where T : struct
    {
        var numbers = new T[1];
        Assert.True(PlainNumbers.TryRead<T>(Encoding.UTF8.GetBytes($"[{text}]"), numbers), text);
        Assert.True(read(text).Equals(numbers[0]), text);
    }
}
