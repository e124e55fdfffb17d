using System.Globalization;
using Mlp.Cli.Output;

namespace Mlp.Cli.Hooks;

/// <summary>What git runs after a push.</summary>
internal static class HookScript
{
    /// <summary>The hook itself, where nobody else has one: always the same text, so that one that was changed is known.</summary>
    public const string Hook = """
        #!/bin/sh
        # Releases pushed version tags. 'mlp hook' wrote this and what it calls, and 'mlp hook remove' takes both away.
        test -x mlp/post-receive || { echo 'mlp: mlp/post-receive is gone; tags are not released until it is installed again: mlp hook install' >&2; exit 0; }
        exec mlp/post-receive

        """;

    /// <summary>For the hook of somebody else: calls ours, and gives what was pushed to the rest of it, too.</summary>
    public const string LineForOthers = "pushed=$(mktemp) && cat > \"$pushed\" && mlp/post-receive < \"$pushed\"; exec < \"$pushed\"; rm -f \"$pushed\"";

    /// <summary>Whether somebody's hook calls ours.</summary>
    public static bool Calls(string hook) =>
        hook.Split('\n').Any(line => !line.TrimStart().StartsWith('#') && line.Contains("mlp/post-receive", StringComparison.Ordinal));

    /// <summary>
    /// What a hook calls. The tags are in a file before the tool is started: where it is gone, or breaks, they wait there. Pushes of branches do not start it at all.
    /// </summary>
    public static string Text(IReadOnlyList<string> tool, string dotnetRoot) => string.Format(
        CultureInfo.InvariantCulture,
        """
        #!/bin/sh
        # Written by 'mlp hook install'. What was pushed is kept in received/ first: a version tag waits there where the tool is gone or breaks.
        # A push is never held up: whatever happens, this ends with 0.
        cd "$(dirname "$0")" || exit 0
        pushed=$(mktemp received/XXXXXXXXXX) || {{ echo "mlp: $PWD/received cannot be written; what was pushed is not released" >&2; exit 0; }}
        cat > "$pushed"
        grep -q ' refs/tags/' "$pushed" || {{ rm -f "$pushed"; exit 0; }}
        mv "$pushed" "$pushed.push"
        repository=$(cd .. && pwd -P)
        DOTNET_ROOT={0}
        export DOTNET_ROOT
        if test -e {1}; then
            {2} hook receive "$repository" "$pushed.push" < /dev/null || echo "mlp: what was pushed waits; go on with: mlp hook resume \"$repository\"" >&2
        else
            echo mlp: {1} 'is gone; the pushed tags wait until it is installed again:' "mlp hook install \"$repository\" && mlp hook resume \"$repository\"" >&2
        fi
        exit 0

        """,
        ShellWord.Quoted(dotnetRoot),
        ShellWord.Quoted(tool[^1]),
        string.Join(' ', tool.Select(ShellWord.Quoted)));
}
