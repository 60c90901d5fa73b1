# SPDX-License-Identifier: MIT
# The hook for zsh. Ahead of it stand the assignments of __cvenv_exe and __cvenv_ceilings, and apply.zsh.

\builtin typeset -g __cvenv_token= __cvenv_pwd= __cvenv_venv= __cvenv_missing=

# Until the program has said what to look at. Always a test, which means the same wherever it stands.
__cvenv_files() {
	[[ -z x ]]
}

__cvenv_note() {
	__cvenv_pwd=$PWD __cvenv_venv="${VIRTUAL_ENV+=$VIRTUAL_ENV}"
}

# What empties psvar at every prompt empties our prefix too.
__cvenv_refill() {
	\builtin emulate -L zsh
	psvar[__cvenv_slot]=$__cvenv_prompt
}

# Adds to __cvenv_test the places of a config from this folder up to a ceiling; fails where there is one, or
# a link that leads nowhere, of which the program knows more.
__cvenv_upwards() {
	\builtin local __cvenv_dir=${1%/}
	while \builtin :; do
		if [[ -e $__cvenv_dir/.cvenv.yml || -L $__cvenv_dir/.cvenv.yml ]]; then
			\builtin return 1
		fi
		__cvenv_test+=${__cvenv_test:+' && '}"! -e ${(qqqq):-$__cvenv_dir/.cvenv.yml}"
		if [[ -z $__cvenv_dir ]] ||
			(( ${__cvenv_stops[(Ie)$__cvenv_dir]} || ${__cvenv_stops[(Ie)${${__cvenv_dir%/*}:-/}]} )); then
			\builtin return 0
		fi
		__cvenv_dir=${__cvenv_dir%/*}
	done
}

# Whether no config stands here or above; if so, that is what is tested from now on.
__cvenv_no_project() {
	\builtin local __cvenv_test= __cvenv_stop
	\builtin local -a __cvenv_stops
	for __cvenv_stop in ${(s.:.)${CVENV_CEILING_DIRECTORIES-$__cvenv_ceilings}}; do
		__cvenv_stops+=(${${__cvenv_stop%/}:-/})
	done
	__cvenv_upwards "$PWD" && { [[ ${PWD:A} == "$PWD" ]] || __cvenv_upwards "${PWD:A}"; } &&
		\builtin eval "__cvenv_files() { [[ $__cvenv_test ]] }"
}

__cvenv_present() {
	if [[ -f $__cvenv_exe && -x $__cvenv_exe ]]; then
		__cvenv_missing=
		\builtin return 0
	fi
	if [[ -z $__cvenv_missing ]]; then
		__cvenv_missing=1
		__cvenv_say "'$__cvenv_exe' is gone: environments stay as they are until it is back"
	fi
	\builtin return 1
}

# Whether somebody sourced the `activate` of the environment that cvenv had activated.
__cvenv_was_sourced() {
	[[ -n ${_OLD_VIRTUAL_PATH+x} && -n ${__cvenv_mine-} && $__cvenv_mine == "${VIRTUAL_ENV-}" ]]
}

__cvenv_ask() {
	\builtin local __cvenv_out __cvenv_sourced=
	if __cvenv_was_sourced; then
		__cvenv_sourced=--sourced
	fi
	if __cvenv_out=$("$__cvenv_exe" export zsh "--token=$__cvenv_token" $__cvenv_sourced "$@" </dev/null); then
		\builtin eval "$__cvenv_out"
	else
		__cvenv_files() {
			[[ -n x ]]
		}
	fi
	__cvenv_note
}

# Something changed: what may be seen without the program, is.
__cvenv_look() {
	\builtin local __cvenv_hooked=1
	__cvenv_style
	\builtin emulate -L zsh
	\builtin setopt no_aliases no_err_exit no_err_return
	if [[ $__cvenv_token == n* && $PWD != "$__cvenv_pwd" && "${VIRTUAL_ENV+=$VIRTUAL_ENV}" == "$__cvenv_venv" ]] &&
		__cvenv_no_project; then
		__cvenv_note
	elif __cvenv_present; then
		__cvenv_ask "$@"
	fi
	__cvenv_inline
}

# At a prompt. Like __cvenv_chpwd, which has its test once more to save a call, it means the same under all options.
__cvenv_at_prompt() {
	\builtin local __cvenv_status=$?
	[[ -z ${__cvenv_slot-} || ${(%)__cvenv_prefix} == "$__cvenv_prompt" ]] || __cvenv_refill
	[[ $PWD == "$__cvenv_pwd" && "${VIRTUAL_ENV+=$VIRTUAL_ENV}" == "$__cvenv_venv" ]] && __cvenv_files || __cvenv_look
	# with errexit a status would end the shell
	[[ -o errexit ]] || \builtin return $__cvenv_status
}

__cvenv_precmd() {
	__cvenv_at_prompt
}

# A call costs more than what is tested. So what runs at a prompt is made anew with the test in its place, where zsh has
# the module that tells a function's text.
__cvenv_inline() {
	[[ -z ${functions[__cvenv_files]-} ]] ||
		functions[__cvenv_precmd]=${functions[__cvenv_at_prompt]/__cvenv_files/${functions[__cvenv_files]}}
}

# Not where the directory is a subshell's own.
__cvenv_chpwd() {
	\builtin local __cvenv_status=$?
	if [[ $ZSH_SUBSHELL == 0 ]]; then
		[[ $PWD == "$__cvenv_pwd" && "${VIRTUAL_ENV+=$VIRTUAL_ENV}" == "$__cvenv_venv" ]] && __cvenv_files ||
			__cvenv_look --chpwd
	fi
	[[ -o errexit ]] || \builtin return $__cvenv_status
}

# Runs a command that changes this shell, and evaluates what it prints.
__cvenv_hand() {
	\builtin local __cvenv_hooked=1 __cvenv_out __cvenv_sourced=
	\builtin local -i __cvenv_status=0
	__cvenv_style
	\builtin emulate -L zsh
	\builtin setopt no_aliases no_err_exit no_err_return
	if __cvenv_was_sourced; then
		__cvenv_sourced=--sourced
	fi
	__cvenv_out=$("$__cvenv_exe" "$1" --hook=zsh "--token=$__cvenv_token" $__cvenv_sourced "${@:2}") || __cvenv_status=$?
	if (( __cvenv_status == 0 )); then
		\builtin eval "$__cvenv_out"
		__cvenv_note
		__cvenv_inline
	fi
	\builtin return $__cvenv_status
}

function cvenv {
	case ${1-} in
	activate | deactivate | reload)
		\builtin local __cvenv_word
		for __cvenv_word in "$@"; do
			case $__cvenv_word in
			--) \builtin break ;;
			-h | --help)
				"$__cvenv_exe" "$@"
				\builtin return
				;;
			esac
		done
		__cvenv_hand "$@"
		;;
	*) "$__cvenv_exe" "$@" ;;
	esac
}

# First, so that what makes a prompt sees the environment; but behind direnv, which puts back the PATH that
# it found.
__cvenv_install() {
	\builtin emulate -L zsh
	\builtin typeset -ga precmd_functions chpwd_functions
	\builtin local -i __cvenv_at
	if [[ -z ${precmd_functions[(re)__cvenv_precmd]} ]]; then
		__cvenv_at=${precmd_functions[(Ie)_direnv_hook]}
		precmd_functions[1,__cvenv_at]=("${(@)precmd_functions[1,__cvenv_at]}" __cvenv_precmd)
	fi
	if [[ -z ${chpwd_functions[(re)__cvenv_chpwd]} ]]; then
		__cvenv_at=${chpwd_functions[(Ie)_direnv_hook]}
		chpwd_functions[1,__cvenv_at]=("${(@)chpwd_functions[1,__cvenv_at]}" __cvenv_chpwd)
	fi
}
__cvenv_install
\builtin unset -f __cvenv_install
