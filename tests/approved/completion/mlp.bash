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
