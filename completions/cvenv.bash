# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Completion for bash: the program says what may follow, in words that readline puts on the line as they are.

_cvenv() {
	local IFS=$'\n' how='' line
	COMPREPLY=()
	{
		IFS= read -r how
		while IFS= read -r line; do
			COMPREPLY[${#COMPREPLY[@]}]=$line
		done
	} < <("${__cvenv_exe-cvenv}" __complete bash "$COMP_WORDBREAKS" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
	if [[ -n $how ]]; then
		compopt -o "$how"
	fi
}

complete -F _cvenv cvenv
