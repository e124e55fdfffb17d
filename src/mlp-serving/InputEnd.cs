namespace Mlp.Serving;

/// <summary>The other end of standard input is held by whoever started the process; it closes when that one says so, and when that one is gone, however it went.</summary>
internal static class InputEnd
{
    public static Task Then(Func<Task> end) => Task.Run(async () =>
    {
        await using var input = Console.OpenStandardInput();
        var ignored = new byte[1];
        while (await input.ReadAsync(ignored) > 0)
        {
        }

        await end();
    });
}
