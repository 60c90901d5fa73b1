# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154,SC2317 # what stands ahead assigns; a quoted `return` ends a function too
# The hook for bash. Ahead of it stand the assignments of __cvenv_exe and __cvenv_ceilings, and apply.bash.

__cvenv_token='' __cvenv_pwd='' __cvenv_venv='' __cvenv_noted='' __cvenv_missing=''

# Until the program has said what to look at.
__cvenv_files() {
	\builtin return 1
}

# Both in one text too, which is quicker to compare: two separators end every path.
__cvenv_note() {
	__cvenv_pwd=${PWD-} __cvenv_venv=${VIRTUAL_ENV+=$VIRTUAL_ENV}
	__cvenv_noted=$__cvenv_pwd//$__cvenv_venv
}

# The ceilings, absolute and without a separator at the end, into __cvenv_stops; and into __cvenv_stop how
# long the name of the nearest one above or at PWD is, -1 for none.
__cvenv_split() {
	\builtin local __cvenv_one "__cvenv_left=${CVENV_CEILING_DIRECTORIES-$__cvenv_ceilings}:" "__cvenv_here=${PWD%/}/"
	__cvenv_stops=() __cvenv_stop=-1
	while \builtin test "$__cvenv_left"; do
		__cvenv_one=${__cvenv_left%%:*} __cvenv_left=${__cvenv_left#*:}
		if \builtin test "${__cvenv_one#/}" != "$__cvenv_one"; then
			__cvenv_one=${__cvenv_one%/}
			__cvenv_stops+=("$__cvenv_one")
			if \builtin test "${__cvenv_here#"$__cvenv_one/"}" != "$__cvenv_here" &&
				((${#__cvenv_one} > __cvenv_stop)); then
				__cvenv_stop=${#__cvenv_one}
			fi
		fi
	done
}

# Adds to __cvenv_test that there is no config in __cvenv_dir; fails where there is one, or a link that
# leads nowhere, of which the program knows more.
__cvenv_no_config() {
	\builtin local __cvenv_word
	if [[ -e $__cvenv_dir/.cvenv.yml || -L $__cvenv_dir/.cvenv.yml ]]; then
		\builtin return 1
	fi
	\builtin printf -v __cvenv_word %q "$__cvenv_dir/.cvenv.yml"
	__cvenv_test+="${__cvenv_test:+ && }! -e $__cvenv_word"
}

# Whether no config stands here or above; if so, that is what is tested from now on.
__cvenv_no_project() {
	\builtin local __cvenv_dir __cvenv_test __cvenv_link __cvenv_stop
	\builtin local -a __cvenv_stops
	__cvenv_split
	__cvenv_dir=${PWD%/} __cvenv_test='' __cvenv_link=''
	while \builtin :; do
		if ((${#__cvenv_dir} > __cvenv_stop)) || [[ -z $__cvenv_test ]]; then
			__cvenv_no_config || \builtin return 1
		fi
		if [[ -z $__cvenv_dir ]]; then
			\builtin break
		fi
		if [[ -L $__cvenv_dir ]]; then
			__cvenv_link=1
		fi
		__cvenv_dir=${__cvenv_dir%/*}
	done
	if [[ -n $__cvenv_link ]]; then
		__cvenv_no_physical || \builtin return 1
	fi
	\builtin eval "__cvenv_files() { [[ $__cvenv_test ]]; }"
}

# Whether a folder that is known by a relative path is a ceiling. A ceiling that is a link is no physical
# folder.
__cvenv_is_ceiling() {
	\builtin local __cvenv_one
	for __cvenv_one in ${__cvenv_stops[@]+"${__cvenv_stops[@]}"}; do
		if [[ $1 -ef $__cvenv_one/ && ! -L $__cvenv_one ]]; then
			\builtin return 0
		fi
	done
	\builtin return 1
}

# The same along the physical folders, which have no names here.
__cvenv_no_physical() {
	__cvenv_dir=.
	while \builtin :; do
		__cvenv_no_config || \builtin return 1
		if __cvenv_is_ceiling "$__cvenv_dir" || __cvenv_is_ceiling "$__cvenv_dir/.." ||
			[[ ! -e $__cvenv_dir/.. || $__cvenv_dir -ef $__cvenv_dir/.. ]]; then
			\builtin return 0
		fi
		__cvenv_dir+=/..
	done
}

__cvenv_present() {
	if \builtin test -f "$__cvenv_exe" && \builtin test -x "$__cvenv_exe"; then
		__cvenv_missing=''
		\builtin return 0
	fi
	if \builtin test -z "$__cvenv_missing"; then
		__cvenv_missing=1
		__cvenv_say "'$__cvenv_exe' is gone: environments stay as they are until it is back"
	fi
	\builtin return 1
}

# Whether somebody sourced the `activate` of the environment that cvenv had activated.
__cvenv_was_sourced() {
	\builtin test "${_OLD_VIRTUAL_PATH+x}" && \builtin test "${__cvenv_mine-}" &&
		\builtin test "$__cvenv_mine" = "${VIRTUAL_ENV-}"
}

__cvenv_ask() {
	\builtin local __cvenv_out __cvenv_sourced
	__cvenv_sourced=''
	if __cvenv_was_sourced; then
		__cvenv_sourced=--sourced
	fi
	if __cvenv_out=$("$__cvenv_exe" export bash "--token=$__cvenv_token" ${__cvenv_sourced:+"$__cvenv_sourced"} </dev/null); then
		\builtin eval "$__cvenv_out" || \builtin :
	else
		__cvenv_files() {
			\builtin return 0
		}
	fi
	__cvenv_note
}

# Something changed: what may be seen without the program, is.
__cvenv_look() {
	\builtin local "__cvenv_flags=$-"
	\builtin set +a
	if \builtin test "${__cvenv_token#n}" != "$__cvenv_token" && \builtin test "${PWD-}" != "$__cvenv_pwd" &&
		\builtin test "${VIRTUAL_ENV+=$VIRTUAL_ENV}" = "$__cvenv_venv" && __cvenv_no_project; then
		__cvenv_note
	elif __cvenv_present; then
		__cvenv_ask
	fi
	if \builtin test "${__cvenv_flags#*a}" != "$__cvenv_flags"; then
		\builtin set -a
	fi
}

__cvenv_hook() {
	\builtin local "__cvenv_status=$?"
	if ! \builtin test "${PWD-}//${VIRTUAL_ENV+=$VIRTUAL_ENV}" = "$__cvenv_noted" || ! __cvenv_files; then
		__cvenv_look
	fi
	# with errexit a status would end the shell
	if ((__cvenv_status)) && \builtin test "${-#*e}" = "$-"; then
		\builtin return "$__cvenv_status"
	fi
}

# Runs a command that changes this shell, and evaluates what it prints.
__cvenv_hand() {
	\builtin local __cvenv_out __cvenv_sourced __cvenv_status
	__cvenv_sourced='' __cvenv_status=0
	if __cvenv_was_sourced; then
		__cvenv_sourced=--sourced
	fi
	__cvenv_out=$("$__cvenv_exe" "$1" --hook=bash "--token=$__cvenv_token" \
		${__cvenv_sourced:+"$__cvenv_sourced"} "${@:2}") || __cvenv_status=$?
	if \builtin test "$__cvenv_status" = 0; then
		\builtin eval "$__cvenv_out"
		__cvenv_note
	fi
	\builtin return "$__cvenv_status"
}

function cvenv {
	case ${1-} in
	activate | deactivate | reload)
		\builtin local __cvenv_word
		for __cvenv_word; do
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

# From 5.1 an element of its own: bash gives each one the statuses of the user's command. First, so that
# what makes a prompt sees the environment; but behind direnv, which puts back the PATH that it found.
__cvenv_install() {
	\builtin local __cvenv_command
	\builtin local -i __cvenv_direnv
	for __cvenv_command in ${PROMPT_COMMAND[@]+"${PROMPT_COMMAND[@]}"}; do
		if \builtin test "${__cvenv_command#*__cvenv_hook}" != "$__cvenv_command"; then
			\builtin return 0
		fi
	done
	if ! __cvenv_writable PROMPT_COMMAND; then
		__cvenv_say "'PROMPT_COMMAND' is read-only: the hook cannot be installed"
		\builtin return 0
	fi
	for __cvenv_direnv in ${PROMPT_COMMAND[@]+"${!PROMPT_COMMAND[@]}"}; do
		__cvenv_command=${PROMPT_COMMAND[__cvenv_direnv]}
		if \builtin test "${__cvenv_command#*_direnv_hook}" != "$__cvenv_command"; then
			PROMPT_COMMAND[__cvenv_direnv]="${__cvenv_command%%_direnv_hook*}_direnv_hook;__cvenv_hook${__cvenv_command#*_direnv_hook}"
			\builtin return 0
		fi
	done
	if ((__cvenv_bash >= 501)); then
		PROMPT_COMMAND=(__cvenv_hook ${PROMPT_COMMAND[@]+"${PROMPT_COMMAND[@]}"})
	else
		# shellcheck disable=SC2178,SC2128 # element 0 alone is run by these
		PROMPT_COMMAND=__cvenv_hook${PROMPT_COMMAND:+;$PROMPT_COMMAND}
	fi
}
__cvenv_install
\builtin unset -f __cvenv_install
