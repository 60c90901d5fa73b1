#compdef cvenv
# SPDX-License-Identifier: MIT
# Completion for zsh: the program says what may follow; what fits, and how it is shown, is for the user's styles to say.

_cvenv() {
	\builtin local exe=${__cvenv_exe-cvenv} word=${(Q)PREFIX} text
	\builtin local -a answer whole part
	\builtin local -i i found=1
	answer=("${(@0)$("$exe" __complete zsh "${(@Q)words[2,CURRENT-1]}" "$word" 2>/dev/null)}")
	for ((i = 2; i + 2 <= $#answer; i += 3)); do
		text=${${answer[i]//\\/\\\\}//:/\\:}
		text+=${answer[i + 1]:+:${answer[i + 1]}}
		if [[ -n ${answer[i + 2]} ]]; then
			whole+=("$text")
		else
			part+=("$text")
		fi
	done
	if [[ $word == --*=* ]]; then
		compset -P '*='
	fi
	if (( $#whole + $#part )); then
		if [[ $word == -* && $word != *=* ]]; then
			_describe -o 'option' whole -- part -S '' && found=0
		else
			_describe -t values 'value' whole -- part -S '' && found=0
		fi
	fi
	case ${answer[1]} in
	folders) _files -/ && found=0 ;;
	files) _files && found=0 ;;
	esac
	\builtin return found
}

# For what is set up behind this in the start-up file.
_cvenv_later() {
	\builtin emulate -L zsh
	if (( $+functions[compdef] )); then
		compdef _cvenv cvenv
	fi
	precmd_functions=(${precmd_functions:#_cvenv_later})
	\builtin unset -f _cvenv_later
}

# A file in zsh's path of functions is the body of the function that it is named after.
if [[ ${ZSH_EVAL_CONTEXT-} == *loadautofunc ]]; then
	\builtin unset -f _cvenv_later
	_cvenv "$@"
elif \builtin typeset -f compdef >/dev/null; then
	\builtin unset -f _cvenv_later
	compdef _cvenv cvenv
elif [[ -o interactive ]]; then
	\builtin typeset -ga precmd_functions
	precmd_functions+=(_cvenv_later)
fi
