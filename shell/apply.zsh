# SPDX-License-Identifier: MIT
# What the code of `cvenv export zsh` calls. Each function sets zsh's own options for itself, whatever the
# user's are; builtins are called by a quoted name, so that neither an alias nor a function stands in for
# one; what may fail stands in a condition, for errexit.

# What was kept aside, by name: what cvenv put there ("" for unset, else "=VALUE"), and what was there:
# a letter and its text (see __cvenv_see). No child inherits these.
\builtin typeset -gA __cvenv_kept_put __cvenv_kept_old

__cvenv_say() {
	\builtin print -ru2 -- "cvenv: $1" || \builtin :
}

# Whether zsh lets every NAME be set and then hold what it was set to; says which one it does not.
__cvenv_may() {
	\builtin emulate -L zsh
	\builtin local __cvenv_name __cvenv_why
	for __cvenv_name in "$@"; do
		case "$__cvenv_name ${(Pt)__cvenv_name}" in
		*' '*readonly*) __cvenv_why='is read-only in this shell' ;;
		USERNAME' '*|PWD' '*|OLDPWD' '*|_' '*) __cvenv_why='has a meaning of its own in zsh' ;;
		*' 'scalar*special*) __cvenv_why= ;;
		*' '*special*) __cvenv_why='has a meaning of its own in zsh' ;;
		*' 'float*|*' '*left*|*' '*right*|*' '*hide*) __cvenv_why='is of a kind that zsh cannot make again' ;;
		*) __cvenv_why= ;;
		esac
		if [[ -n $__cvenv_why ]]; then
			__cvenv_say "'$__cvenv_name' $__cvenv_why: nothing was changed; take it out of the configuration"
			\builtin return 1
		fi
	done
	\builtin return 0
}

# What NAME is: __cvenv_value is "" where it is not set, "=VALUE" for one that is exported and no more
# than that; any other is in __cvenv_text: "v" and the value of a plain one, "s" and the value of one of
# zsh's own, which must not be unset, or "t" and what `typeset` makes it of.
__cvenv_see() {
	\builtin local __cvenv_type=${(Pt)1}
	__cvenv_value= __cvenv_text=
	case $__cvenv_type in
	'') ;;
	scalar-export|scalar*export*special*) __cvenv_value="=${(P)1}" ;;
	scalar) __cvenv_text="v${(P)1}" ;;
	scalar*special*) __cvenv_text="s${(P)1}" ;;
	*) __cvenv_text="t$(\builtin typeset -p "$1")" ;;
	esac
}

# Before PUT goes into NAME: what an exported string could not bring back is kept aside. What was kept
# earlier stays while cvenv's own value stands in its place.
__cvenv_keep() {
	\builtin local __cvenv_value __cvenv_text
	__cvenv_see "$1"
	if [[ -n $__cvenv_text ]]; then
		__cvenv_kept_put[$1]=$2 __cvenv_kept_old[$1]=$__cvenv_text
		[[ $__cvenv_text == s* ]] || \builtin unset -v "$1"
	elif [[ -n ${__cvenv_kept_old[$1]-} && ${__cvenv_kept_put[$1]-} == "$__cvenv_value" ]]; then
		__cvenv_kept_put[$1]=$2
	else
		\builtin unset "__cvenv_kept_put[$1]" "__cvenv_kept_old[$1]"
	fi
}

__cvenv_put() {
	\builtin typeset -gx "$1=$2"
	if [[ $1 == PATH ]]; then
		\builtin hash -r
	fi
}

__cvenv_set() {
	\builtin emulate -L zsh
	__cvenv_keep "$1" "=$2"
	__cvenv_put "$1" "$2"
}

__cvenv_unset() {
	\builtin emulate -L zsh
	__cvenv_keep "$1" ''
	\builtin unset -v "$1"
}

# Makes again what __cvenv_see saw.
__cvenv_make() {
	case $2 in
	v*) \builtin typeset -g "$1=${2#v}" ;;
	s*) \builtin typeset -g +x "$1=${2#s}" ;;
	# spelled as it is, or zsh would not read a list
	texport*) \builtin eval "typeset -gx${2#texport}" ;;
	t*) \builtin eval "typeset -g${2#ttypeset}" ;;
	esac
}

# Back to VALUE, or without one to nothing: to what was kept aside, if that looks the same from outside.
__cvenv_back() {
	\builtin emulate -L zsh
	\builtin setopt no_aliases
	\builtin local __cvenv_value __cvenv_text __cvenv_old=${__cvenv_kept_old[$1]-} __cvenv_put=${__cvenv_kept_put[$1]-}
	\builtin local -i __cvenv_arguments=1
	__cvenv_see "$1"
	\builtin unset "__cvenv_kept_put[$1]" "__cvenv_kept_old[$1]"
	if [[ $__cvenv_old == texport* ]]; then
		__cvenv_arguments=2
	fi
	if [[ -n $__cvenv_old && $__cvenv_put == "$__cvenv_value" && $# -eq $__cvenv_arguments ]]; then
		[[ $__cvenv_old == s* ]] || \builtin unset -v "$1"
		__cvenv_make "$1" "$__cvenv_old"
	elif (( $# == 2 )); then
		__cvenv_put "$1" "$2"
	else
		\builtin unset -v "$1"
	fi
}

# Notes the user's options that decide how a prompt is read.
__cvenv_style() {
	\builtin typeset -g __cvenv_styled=
	if [[ -o promptpercent ]]; then \builtin typeset -g __cvenv_styled="percent"; fi
	if [[ -o promptsubst ]]; then \builtin typeset -g __cvenv_styled="$__cvenv_styled subst"; fi
	if [[ -o promptbang ]]; then \builtin typeset -g __cvenv_styled="$__cvenv_styled bang"; fi
}

# The prefix of the prompt: an element of psvar, which shows any text as it is and nothing once it is gone.
# Where zsh does not know %v, a variable, or else the text itself.
__cvenv_prefix_on() {
	\builtin local __cvenv_text="($1) "
	if [[ $__cvenv_styled == *percent* ]]; then
		# high enough for what themes put there
		__cvenv_psvar=$#psvar
		__cvenv_slot=$(( $#psvar < 90 ? 91 : $#psvar + 1 ))
		psvar[__cvenv_slot]=$__cvenv_text
		__cvenv_prefix="%${__cvenv_slot}v"
	else
		if [[ $__cvenv_styled == *bang* ]]; then
			__cvenv_text=${__cvenv_text//!/!!}
		fi
		__cvenv_prefix=$__cvenv_text
		if [[ $__cvenv_styled == *subst* ]]; then
			__cvenv_prefix='${__cvenv_prompt-}'
		fi
	fi
	__cvenv_prompt=$__cvenv_text
	__cvenv_ps1=${+PS1}
	PS1=$__cvenv_prefix${PS1-}
}

__cvenv_prefix_off() {
	if [[ -n ${__cvenv_prefix-} && ${PS1-} == *"$__cvenv_prefix"* && ${(t)PS1} != *readonly* ]]; then
		PS1=${PS1%%"$__cvenv_prefix"*}${PS1#*"$__cvenv_prefix"}
		if [[ -z $PS1 && $__cvenv_ps1 == 0 ]]; then
			\builtin unset PS1
		fi
	fi
	if [[ -n ${__cvenv_slot-} ]]; then
		if (( $#psvar >= __cvenv_slot )); then
			psvar[__cvenv_slot]=
		fi
		while (( $#psvar > __cvenv_psvar )) && [[ -z $psvar[-1] ]]; do
			psvar[-1]=()
		done
	fi
	\builtin unset __cvenv_prefix __cvenv_prompt __cvenv_ps1 __cvenv_slot __cvenv_psvar
}

# Whether the function deactivate is cvenv's own, __cvenv_text being how it reads.
__cvenv_is_ours() {
	__cvenv_text=$(\builtin functions deactivate 2>/dev/null) && [[ $__cvenv_text == *__cvenv_deactivate* ]]
}

# What the same environment's own `activate`, sourced over ours, left behind.
__cvenv_clean_sourced() {
	\builtin local __cvenv_text
	if [[ -n ${_OLD_VIRTUAL_PS1+x} && ${(t)PS1} != *readonly* && ${PS1-} == '('*') '"$_OLD_VIRTUAL_PS1" ]]; then
		PS1=$_OLD_VIRTUAL_PS1
	fi
	\builtin unset -m '_OLD_VIRTUAL_*'
	if ! __cvenv_is_ours && [[ -n $__cvenv_text ]]; then
		\builtin unset -f deactivate
		# virtualenv's has a second one
		if [[ $__cvenv_text == *pydoc* ]]; then
			\builtin unset -f pydoc 2>/dev/null || \builtin :
		fi
	fi
}

__cvenv_deactivate_on() {
	if \builtin functions deactivate >/dev/null 2>&1; then
		# zsh before 5.8 cannot copy
		if \builtin functions -c deactivate __cvenv_own_deactivate 2>/dev/null; then
			__cvenv_own_function='\builtin functions -c __cvenv_own_deactivate deactivate; \builtin unset -f __cvenv_own_deactivate'
		else
			__cvenv_own_function=$(\builtin functions deactivate)
		fi
		\builtin unset -f deactivate
	fi
	if __cvenv_own_alias=$(\builtin alias -L deactivate); then
		\builtin unalias deactivate
	fi
	\builtin eval 'deactivate() { __cvenv_deactivate "$@"; }'
}

# One that replaced ours meanwhile is left alone.
__cvenv_deactivate_off() {
	\builtin local __cvenv_text
	if \builtin functions deactivate >/dev/null 2>&1; then
		if __cvenv_is_ours; then
			\builtin unset -f deactivate
		else
			__cvenv_own_function=
		fi
	fi
	if [[ -n ${__cvenv_own_function-} ]]; then
		\builtin eval "$__cvenv_own_function"
	fi
	if [[ -n ${__cvenv_own_alias-} ]]; then
		\builtin eval "\\builtin $__cvenv_own_alias"
	fi
	\builtin unset __cvenv_own_function __cvenv_own_alias
}

__cvenv_leave() {
	\builtin emulate -L zsh
	\builtin setopt no_aliases
	if [[ -n ${__cvenv_sourced-} ]]; then
		__cvenv_clean_sourced
	fi
	__cvenv_prefix_off
	__cvenv_deactivate_off
	\builtin unset __cvenv_mine
}

__cvenv_enter() {
	[[ -n ${__cvenv_hooked-} ]] || __cvenv_style
	\builtin emulate -L zsh
	\builtin setopt no_aliases
	__cvenv_leave
	if (( $# == 1 )) && [[ -z ${VIRTUAL_ENV_DISABLE_PROMPT-} && ${(t)PS1} != *readonly* ]]; then
		__cvenv_prefix_on "$1"
	fi
	__cvenv_deactivate_on
	# what tells a sourcing of the same environment from one of another
	__cvenv_mine=${VIRTUAL_ENV-}
}

# By hand: through the hook, where there is one.
__cvenv_deactivate() {
	\builtin local __cvenv_out
	if \builtin functions __cvenv_hand >/dev/null 2>&1; then
		__cvenv_hand deactivate "$@"
		\builtin return
	fi
	__cvenv_out=$("$__cvenv_exe" deactivate --shell=zsh "--token=$__cvenv_token" "$@") || \builtin return
	\builtin eval "$__cvenv_out"
}
