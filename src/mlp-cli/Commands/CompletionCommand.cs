using System.CommandLine;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp completion</c>: what a shell has to run so that it completes <c>mlp</c>.</summary>
/// <remarks>The scripts hand the line to the tool itself ([suggest]), so they know every command that it knows.</remarks>
internal static class CompletionCommand
{
    private const string Bash =
        """
        # mlp completion for bash: eval "$(mlp completion bash)"
        _mlp_complete() {
            local line="${COMP_LINE:0:COMP_POINT}" word
            line="mlp${line#"${COMP_WORDS[0]}"}"
            local current="${line##*[[:space:]]}"
            if [[ $current == --*=* ]]; then current="${current#*=}"; fi
            COMPREPLY=()
            while IFS= read -r word; do
                if [[ -n $word && $word == "$current"* ]]; then COMPREPLY+=("$word"); fi
            done < <("${COMP_WORDS[0]}" "[suggest]" "$line" </dev/null 2>/dev/null)
        }
        complete -o bashdefault -o default -F _mlp_complete mlp
        """;

    private const string Zsh =
        """
        #compdef mlp
        # mlp completion for zsh: eval "$(mlp completion zsh)" behind compinit in ~/.zshrc
        _mlp() {
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest]" "mlp ${(j: :)words[2,CURRENT-1]} $PREFIX" </dev/null 2>/dev/null)}")
            if [[ $PREFIX == --*=* ]]; then compset -P '*='; fi
            compadd -- ${found:#} || _files
        }
        compdef _mlp mlp
        """;

    private const string Pwsh =
        """
        # mlp completion for PowerShell: mlp completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName mlp -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $line = $commandAst.ToString().PadRight($cursorPosition).Substring(0, $cursorPosition)
            mlp "[suggest]" "$line" 2>$null |
                Where-Object { $_ -like "$wordToComplete*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    private static readonly Argument<string> Shell = Choice.Argument("shell", "The shell.", "bash", "zsh", "pwsh");

    public static Command Create(EnvironmentSettings environment)
    {
        _ = environment;
        var command = new ExampleCommand(
            "completion",
            "Prints what a shell has to run so that it completes mlp.",
            "eval \"$(mlp completion bash)\"          # in ~/.bashrc",
            "eval \"$(mlp completion zsh)\"           # in ~/.zshrc, behind compinit",
            "mlp completion pwsh | Out-String | Invoke-Expression   # in $PROFILE")
        {
            Shell,
        };
        command.SetAction(Print);
        return command;
    }

    private static int Print(ParseResult parsed)
    {
        GlobalOptions.RefuseRegistry(parsed);
        var terminal = GlobalOptions.Terminal(parsed);
        var shell = parsed.GetRequiredValue(Shell);
        var script = shell switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            _ => Pwsh,
        };
        terminal.Answer(new { shell, script }, script);

        return ExitCode.Ok;
    }
}
