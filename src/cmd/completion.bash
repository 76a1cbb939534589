# bash completion for tongbao, made by: tongbao completion bash
# As the shell would take it: without quotes, and nothing is run.
_tongbao_plain() {
	REPLY=$1
	[[ $1 == [\'\"]* ]] && REPLY=${1:1} && REPLY=${REPLY%"${1:0:1}"}
	[[ $1 == \'* ]] || IFS= read REPLY <<<"$REPLY"
	[[ $1 == '~' || $1 == '~/'* ]] && REPLY=$HOME${REPLY:1}
}
# Not by compgen -W, which runs what a name has in $(…).  Nor may the shell, once
# the name stands in a line: what means something to it is quoted, and not offered
# in quotes that are open.
_tongbao_words() {
	local word REPLY special=$' \t\'"\\$`&|;<>()*?[]{}!'
	_tongbao_plain "$cur"
	while IFS= read -r word; do
		[[ -n $word && $word == "$REPLY"* ]] || continue
		if [[ $cur == [\'\"]* ]]; then
			[[ $word == *[\'\"\\\$\`!]* ]] && continue
		elif [[ $word == [~#]* || $word == *["$special"]* ]]; then
			printf -v word %q "$word"
		fi
		COMPREPLY+=("$word")
	done <<<"$1"
}
_tongbao_paths() {
	local IFS=$'\n'
	compopt -o filenames 2>/dev/null
	COMPREPLY+=($(compgen "$1" -- "$cur"))
}
_tongbao_site() {
	local REPLY program
	_tongbao_plain "${COMP_WORDS[0]}"
	program=$REPLY
	_tongbao_plain "$folder"
	_tongbao_words "$("$program" completion --words "$1" \
	    ${folder:+-C "$REPLY"} 2>/dev/null)"
}
_tongbao() {
	local cur=${COMP_WORDS[COMP_CWORD]} before= command= folder= n=0 i
	COMPREPLY=()
	(( COMP_CWORD > 0 )) && before=${COMP_WORDS[COMP_CWORD-1]}
	if [[ $cur == = ]]; then
		cur=
	elif [[ $before == = ]]; then
		before=${COMP_WORDS[COMP_CWORD-2]}
	fi
	for (( i = 1; i < COMP_CWORD; i++ )); do
		case ${COMP_WORDS[i]} in
		--lang)
			(( i++ ))
			[[ ${COMP_WORDS[i]} == = ]] && (( i++ )) ;;
		-C|--folder)
			(( i++ ))
			[[ ${COMP_WORDS[i]} == = ]] && (( i++ ))
			folder=${COMP_WORDS[i]} ;;
		-*|=) ;;
		*) if [[ -z $command ]]; then
			command=${COMP_WORDS[i]}
		elif [[ ${COMP_WORDS[i-1]} != -* && ${COMP_WORDS[i-1]} != = ]]; then
			(( n++ ))
		fi ;;
		esac
	done
	if [[ $before == --lang ]]; then
		_tongbao_words $'zh\nen'
		return
	fi
	if [[ -z $command ]]; then
		_tongbao_words $'@commands@--lang\n--help\n--version'
		return
	fi
	case $command/$before in
@options@
	esac
	if [[ $cur == -* ]]; then
		case $command in
@names@
		*) set -- ;;
		esac
		for i; do _tongbao_words "$i"; done
		return
	fi
	case $command/$n in
@operands@
	esac
}
complete -F _tongbao tongbao
