using System.Globalization;

namespace Mlp.Root;

/// <summary>Members of objects that describe trees and classes.</summary>
internal static class ValueReading
{
    public static string TextOf(this Value value, string member) => value.Member(member)?.Text ?? "";

    public static int Int32Of(this Value value, string member) => value.Member(member)?.Number is { } number ? unchecked((int)Convert.ToInt64(number, CultureInfo.InvariantCulture)) : 0;

    public static long Int64Of(this Value value, string member) => value.Member(member)?.Number switch
    {
        null => 0,
        double number => (long)number,
        ulong number => unchecked((long)number),
        var number => Convert.ToInt64(number, CultureInfo.InvariantCulture),
    };

    public static IEnumerable<Value> ItemsOf(this Value value, string member) => value.Member(member)?.Target?.Items ?? [];
}
