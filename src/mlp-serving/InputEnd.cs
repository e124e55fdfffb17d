namespace Mlp.Serving;

/// <summary>The other end of standard input is held by whoever started the process; it closes when that one says so, and when that one is gone, however it went.</summary>
internal static class InputEnd
{
    /// <param name="line">Is told every line before.</param>
    public static Task Then(Func<Task> end, Action<string> line) => Task.Run(async () =>
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        while (await input.ReadLineAsync() is { } read)
        {
            line(read);
        }

        await end();
    });
}
