namespace Mlp.Cli.Git;

/// <summary>A path of the work tree that is not as HEAD has it.</summary>
/// <param name="Path">From the top of the work tree, with slashes; an untracked folder ends in one.</param>
/// <param name="IsUntracked">Whether git knows nothing of it.</param>
internal sealed record Change(string Path, bool IsUntracked)
{
    /// <summary>Reads <c>git status --porcelain=v2 -z --no-renames</c>.</summary>
    public static IReadOnlyList<Change> ParseAll(string status) =>
        [.. status.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] is not '#').Select(Parse)];

    // Of a conflict two more modes and ids are told: those of both sides.
    private static Change Parse(string line) => line[0] switch
    {
        '?' => new(line[2..], IsUntracked: true),
        '1' => new(line.Split(' ', 9)[8], IsUntracked: false),
        'u' => new(line.Split(' ', 11)[10], IsUntracked: false),
        _ => throw GitErrors.Unreadable("status", line),
    };
}
