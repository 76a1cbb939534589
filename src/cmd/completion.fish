# fish completion for tongbao, made by: tongbao completion fish
function __tongbao_words
	set -l words (commandline -opc)
	set -l folder
	for i in (seq (count $words))
		if contains -- $words[$i] -C --folder
			set folder -C $words[(math $i + 1)]
		else if string match -q -- '--folder=*' $words[$i]
			set folder -C (string replace -- --folder= '' $words[$i])
		end
	end
	$words[1] completion --words $argv[1] $folder 2>/dev/null
end
complete -c tongbao -f
complete -c tongbao -l lang -x -a 'zh en'
@commands@
