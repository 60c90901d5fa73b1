# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # __cvenv_exe stands ahead; a quoted builtin assigns as any other
# What the code of `cvenv export bash` calls. Builtins are called by a quoted name, so that neither an
# alias nor a function of the user's stands in for one; what compares is `test`, which nocasematch leaves
# alone; what may fail stands in a condition, for errexit; no unquoted argument looks like an assignment,
# for `set -k`.

# An array is never exported: one that is here was made in this shell. Three elements for each variable
# that was kept aside: its name, what cvenv put there ("" for unset, else "=VALUE"), how to make it again.
\builtin test "${__cvenv_kept[*]+x}" || __cvenv_kept=()
__cvenv_bash=$((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1]))

__cvenv_say() {
	\builtin printf 'cvenv: %s\n' "$1" >&2 || \builtin :
}

# Whether NAME can be set; it is local here, and so untouched.
__cvenv_writable() {
	\builtin local "$1" 2>/dev/null
}

# Whether bash lets every NAME be set and then hold what it was set to; says which one it does not.
__cvenv_may() {
	\builtin local __cvenv_name __cvenv_special
	__cvenv_special=' BASHPID BASH_ARGV0 BASH_COMMAND BASH_SUBSHELL COMP_WORDBREAKS DIRSTACK EPOCHREALTIME'
	__cvenv_special+=' EPOCHSECONDS FUNCNAME GROUPS HISTCMD LINENO OPTIND PIPESTATUS POSIXLY_CORRECT PWD'
	__cvenv_special+=' RANDOM SECONDS SRANDOM _ '
	for __cvenv_name; do
		if \builtin test "${__cvenv_special#*" $__cvenv_name "}" != "$__cvenv_special"; then
			__cvenv_say "'$__cvenv_name' has a meaning of its own in bash: nothing was changed; take it out of the configuration"
			\builtin return 1
		fi
		if ! __cvenv_writable "$__cvenv_name"; then
			__cvenv_say "'$__cvenv_name' is read-only in this shell: nothing was changed; take it out of the configuration"
			\builtin return 1
		fi
	done
}

# What NAME is: __cvenv_value is "" where it is not set, "=VALUE" for one that is exported and no more
# than that; of any other __cvenv_text is what `declare` makes it of.
__cvenv_see() {
	__cvenv_value='' __cvenv_text=''
	if ! \builtin declare -p "$1" >/dev/null 2>&1; then
		\builtin return 0
	fi
	if ((__cvenv_bash >= 404)) && ! \builtin test -R "$1" && \builtin test "${!1+x}" && \builtin test "${!1@a}" = x; then
		__cvenv_value="=${!1}"
		\builtin return 0
	fi
	__cvenv_text=$(\builtin declare -p "$1")
	if \builtin test "${__cvenv_text#"declare -x $1="}" != "$__cvenv_text"; then
		__cvenv_value="=${!1}" __cvenv_text=''
	else
		__cvenv_text=${__cvenv_text#declare }
	fi
}

# Takes NAME out of what is kept aside; __cvenv_put and __cvenv_old are then what stood there.
__cvenv_take() {
	\builtin local -a __cvenv_rest
	\builtin local -i __cvenv_i
	__cvenv_rest=() __cvenv_put='' __cvenv_old=''
	for ((__cvenv_i = 0; __cvenv_i < ${#__cvenv_kept[@]}; __cvenv_i += 3)); do
		if \builtin test "${__cvenv_kept[__cvenv_i]}" = "$1"; then
			__cvenv_put=${__cvenv_kept[__cvenv_i + 1]} __cvenv_old=${__cvenv_kept[__cvenv_i + 2]}
		else
			__cvenv_rest+=("${__cvenv_kept[@]:__cvenv_i:3}")
		fi
	done
	__cvenv_kept=(${__cvenv_rest[@]+"${__cvenv_rest[@]}"})
}

# Before PUT goes into NAME: what an exported string could not bring back is kept aside. What was kept
# earlier stays while cvenv's own value stands in its place.
__cvenv_keep() {
	\builtin local __cvenv_value __cvenv_text __cvenv_put __cvenv_old
	__cvenv_see "$1"
	__cvenv_take "$1"
	if \builtin test "$__cvenv_text"; then
		__cvenv_kept+=("$1" "$2" "$__cvenv_text")
		\builtin unset -n "$1" 2>/dev/null || \builtin :
		\builtin unset -v "$1" || \builtin :
	elif \builtin test "$__cvenv_old" && \builtin test "$__cvenv_put" = "$__cvenv_value"; then
		__cvenv_kept+=("$1" "$2" "$__cvenv_old")
	fi
}

__cvenv_put() {
	\builtin export "$1=$2"
	# where commands are not remembered this is an error
	if \builtin test "$1" = PATH; then
		\builtin hash -r 2>/dev/null || \builtin :
	fi
}

__cvenv_set() {
	__cvenv_keep "$1" "=$2"
	__cvenv_put "$1" "$2"
}

__cvenv_unset() {
	__cvenv_keep "$1" ''
	\builtin unset -v "$1" || \builtin :
}

# Evaluates what bash itself printed: aliases and allexport of today are not part of it, and it may need extglob.
__cvenv_again() {
	\builtin local __cvenv_aliases __cvenv_extglob "__cvenv_flags=$-"
	__cvenv_aliases=-u __cvenv_extglob=-u
	if \builtin shopt -q expand_aliases; then __cvenv_aliases=-s; fi
	if \builtin shopt -q extglob; then __cvenv_extglob=-s; fi
	\builtin shopt -u expand_aliases
	\builtin shopt -s extglob
	\builtin set +a
	\builtin eval "$1" || \builtin :
	\builtin shopt "$__cvenv_extglob" extglob || \builtin :
	\builtin shopt "$__cvenv_aliases" expand_aliases || \builtin :
	if \builtin test "${__cvenv_flags#*a}" != "$__cvenv_flags"; then
		\builtin set -a
	fi
}

# Back to VALUE, or without one to nothing: to what was kept aside, if that looks the same from outside.
__cvenv_back() {
	\builtin local __cvenv_value __cvenv_text __cvenv_put __cvenv_old __cvenv_exported
	__cvenv_exported=''
	__cvenv_see "$1"
	__cvenv_take "$1"
	__cvenv_text=${__cvenv_old%% *}
	if \builtin test "${__cvenv_text#*x}" != "$__cvenv_text" && \builtin test "${__cvenv_old#*=}" != "$__cvenv_old"; then
		__cvenv_exported=2
	fi
	if \builtin test "$__cvenv_old" && \builtin test "$__cvenv_put" = "$__cvenv_value" &&
		\builtin test "${__cvenv_exported:-1}" = "$#"; then
		\builtin unset -v "$1" || \builtin :
		# spelled as it is, or bash would not read a list
		__cvenv_again "declare -g $__cvenv_old"
	elif \builtin test "$#" = 2; then
		__cvenv_put "$1" "$2"
	else
		\builtin unset -v "$1" || \builtin :
	fi
}

# The prefix of the prompt. Where bash expands variables in a prompt (promptvars, or POSIX mode) it is one,
# which shows any text as it is, and nothing once it is gone; elsewhere the text itself.
__cvenv_prefix_on() {
	\builtin local __cvenv_twice
	__cvenv_twice=\\\\
	__cvenv_prompt="($1) "
	# shellcheck disable=SC2016 # expanded when the prompt is shown
	__cvenv_prefix='${__cvenv_prompt-}'
	if ! \builtin shopt -q promptvars && ! \builtin shopt -qo posix; then
		__cvenv_prefix=${__cvenv_prompt//\\/"$__cvenv_twice"}
	fi
	__cvenv_ps1=${PS1+set}
	PS1=$__cvenv_prefix${PS1-}
}

__cvenv_prefix_off() {
	if \builtin test "${__cvenv_prefix-}" && \builtin test "${PS1+x}" &&
		\builtin test "${PS1#*"$__cvenv_prefix"}" != "$PS1" && __cvenv_writable PS1; then
		PS1=${PS1%%"$__cvenv_prefix"*}${PS1#*"$__cvenv_prefix"}
		if \builtin test "$PS1$__cvenv_ps1" = ''; then
			\builtin unset -v PS1
		fi
	fi
	\builtin unset -v __cvenv_prefix __cvenv_prompt __cvenv_ps1
}

# Whether the function deactivate is cvenv's own, __cvenv_text being how it reads.
__cvenv_is_ours() {
	__cvenv_text=$(\builtin declare -f deactivate) || \builtin return 1
	\builtin test "${__cvenv_text#*__cvenv_deactivate}" != "$__cvenv_text"
}

# What the same environment's own `activate`, sourced over ours, left behind.
__cvenv_clean_sourced() {
	\builtin local __cvenv_text __cvenv_name
	if \builtin test "${_OLD_VIRTUAL_PS1+x}" && __cvenv_writable PS1; then
		__cvenv_text=${PS1-}
		__cvenv_text=${__cvenv_text%"$_OLD_VIRTUAL_PS1"}
		case $__cvenv_text in
		"("*") ") PS1=$_OLD_VIRTUAL_PS1 ;;
		esac
	fi
	for __cvenv_name in "${!_OLD_VIRTUAL_@}"; do
		\builtin unset -v "$__cvenv_name" || \builtin :
	done
	if \builtin declare -F deactivate >/dev/null && ! __cvenv_is_ours; then
		\builtin unset -f deactivate || \builtin :
		# virtualenv's has a second one
		if \builtin test "${__cvenv_text#*pydoc}" != "$__cvenv_text"; then
			\builtin unset -f pydoc 2>/dev/null || \builtin :
		fi
	fi
}

__cvenv_deactivate_on() {
	\builtin local __cvenv_attributes
	if \builtin declare -F deactivate >/dev/null; then
		__cvenv_attributes=$(\builtin declare -Fp deactivate)
		__cvenv_attributes=${__cvenv_attributes#declare }
		__cvenv_attributes=${__cvenv_attributes%% *}
		if \builtin test "${__cvenv_attributes#*r}" != "$__cvenv_attributes"; then
			\builtin return 0
		fi
		__cvenv_own_function=$(\builtin declare -f deactivate)
		if \builtin test "$__cvenv_attributes" != -f; then
			__cvenv_own_function+=$'\n'"\\builtin declare $__cvenv_attributes deactivate"
		fi
		\builtin unset -f deactivate
	fi
	if \builtin alias deactivate >/dev/null 2>&1; then
		__cvenv_own_alias=$(\builtin alias deactivate)
		__cvenv_own_alias=${__cvenv_own_alias#alias }
		\builtin unalias deactivate
	fi
	__cvenv_again 'deactivate() { __cvenv_deactivate "$@"; }'
}

# One that replaced ours meanwhile is left alone.
__cvenv_deactivate_off() {
	\builtin local __cvenv_text
	if \builtin declare -F deactivate >/dev/null; then
		if __cvenv_is_ours; then
			\builtin unset -f deactivate
		else
			\builtin unset -v __cvenv_own_function
		fi
	fi
	if \builtin test "${__cvenv_own_function-}"; then
		__cvenv_again "$__cvenv_own_function"
	fi
	if \builtin test "${__cvenv_own_alias-}"; then
		\builtin eval "\\builtin alias $__cvenv_own_alias" || \builtin :
	fi
	\builtin unset -v __cvenv_own_function __cvenv_own_alias
}

__cvenv_leave() {
	\builtin local "__cvenv_flags=$-"
	\builtin set +a
	if \builtin test "${__cvenv_sourced-}"; then
		__cvenv_clean_sourced
	fi
	__cvenv_prefix_off
	__cvenv_deactivate_off
	\builtin unset -v __cvenv_mine
	if \builtin test "${__cvenv_flags#*a}" != "$__cvenv_flags"; then
		\builtin set -a
	fi
}

__cvenv_enter() {
	\builtin local "__cvenv_flags=$-"
	\builtin set +a
	__cvenv_leave
	if \builtin test "$#" = 1 && \builtin test -z "${VIRTUAL_ENV_DISABLE_PROMPT-}" && __cvenv_writable PS1; then
		__cvenv_prefix_on "$1"
	fi
	__cvenv_deactivate_on
	# what tells a sourcing of the same environment from one of another
	__cvenv_mine=${VIRTUAL_ENV-}
	if \builtin test "${__cvenv_flags#*a}" != "$__cvenv_flags"; then
		\builtin set -a
	fi
}

# By hand: through the hook, where there is one.
__cvenv_deactivate() {
	\builtin local __cvenv_out
	if \builtin declare -F __cvenv_hand >/dev/null; then
		__cvenv_hand deactivate "$@"
		\builtin return
	fi
	__cvenv_out=$("$__cvenv_exe" deactivate --shell=bash "--token=$__cvenv_token" "$@") || \builtin return
	\builtin eval "$__cvenv_out"
}
