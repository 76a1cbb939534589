#compdef tongbao
# zsh completion for tongbao, made by: tongbao completion zsh
# Options' values come as they were typed, each \ doubled; _call_program takes them so.
_tongbao_words() {
	local -a found
	local word folder=${opt_args[-C]:-$opt_args[--folder]}
	for word; do
		case $word in
		[A-Z]*) found+=(${(f)"$(_call_program words $program completion \
		    --words $word ${folder:+-C} ${folder//\\\\/\\})"}) ;;
		*) found+=($word) ;;
		esac
	done
	compadd -a found
}
_tongbao() {
	local program=$words[1] command=$words[2]
	local -A opt_args
	local -a commands
	commands=(
@commands@
	)
	if (( CURRENT == 2 )); then
		_describe command commands
		return
	fi
	shift words
	(( CURRENT-- ))
	case $command in
@cases@
	esac
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
	_tongbao "$@"
else
	compdef _tongbao tongbao
fi
