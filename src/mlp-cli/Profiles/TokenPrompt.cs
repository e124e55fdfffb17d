using System.Text;

namespace Mlp.Cli.Profiles;

/// <summary>Takes a token from stdin: from a file or pipe its first line, from a terminal what is typed, which is not shown.</summary>
internal static class TokenPrompt
{
    public static string Read(string registry)
    {
        var token = Console.IsInputRedirected ? Console.In.ReadLine() : Typed(registry);
        return token?.Trim() is { Length: > 0 } given ? given : throw CommandErrors.NoToken();
    }

    private static string Typed(string registry)
    {
        Console.Error.Write($"token for {registry}: ");
        var typed = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
            {
                Console.Error.WriteLine();
                return typed.ToString();
            }

            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (key.KeyChar != '\0')
            {
                typed.Append(key.KeyChar);
            }
        }
    }
}
