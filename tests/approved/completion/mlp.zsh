#compdef mlp
# mlp completion for zsh: eval "$(mlp completion zsh)" behind compinit in ~/.zshrc
_mlp() {
    local -a found
    found=("${(@f)$("${words[1]}" "[suggest]" "mlp ${(j: :)words[2,CURRENT-1]} $PREFIX" </dev/null 2>/dev/null)}")
    if [[ $PREFIX == --*=* ]]; then compset -P '*='; fi
    compadd -- ${found:#} || _files
}
compdef _mlp mlp
