# SPDX-License-Identifier: MIT
# What the code of `cvenv export csh` calls, in BSD csh. The shell reads all of this as one line, its line breaks
# made spaces: hence the ";" that ends each statement. An alias cannot follow "if (...)", but `eval` of it can;
# and "if" expands all that it names, whether or not it comes to it. What is printed is printed by `alias`, the
# one such builtin that no alias can stand in for.

# Without the hook, which defines its own: the code is evaluated as it was by hand.
if ( ! $?__cvenv_hooked ) alias __cvenv_deactivate 'eval "`__cvenv_deactivate_code`"' ;
alias __cvenv_deactivate_code '$__cvenv_exe:q deactivate --shell=csh --token=$__cvenv_token' ;

# The prompt: __cvenv_prefix goes before it. One that is still as we left it becomes what it was; from another a
# program takes the prefix, since this shell can cut no text.
set __cvenv_cut = 'case $1 in *"$2"*) printf %s "${1%%"$2"*}${1#*"$2"}" ;; *) printf %s "$1" ;; esac' ;
alias __cvenv_without '/bin/sh -c "$__cvenv_cut:q" sh "$prompt:q" "$__cvenv_prefix:q"' ;
alias __cvenv_no_prefix 'if ( "$VIRTUAL_ENV_DISABLE_PROMPT:q" != "" ) unset __cvenv_prefix' ;
alias __cvenv_prefix_on 'set __cvenv_user_prompt = "$prompt:q" ; set prompt = "${__cvenv_prefix:q}${prompt:q}" ; set __cvenv_shown = "$prompt:q"' ;
alias __cvenv_cut_prefix 'set __cvenv_lines = "`__cvenv_without`" ; if ( $#__cvenv_lines == 1 ) set prompt = "$__cvenv_lines:q"' ;
alias __cvenv_prefix_off 'set __cvenv_same ; if ( "$prompt:q" != "$__cvenv_shown:q" ) unset __cvenv_same ; if ( ! $?__cvenv_same ) eval __cvenv_cut_prefix ; if ( $?__cvenv_same ) set prompt = "$__cvenv_user_prompt:q"' ;

alias __cvenv_keep_alias 'set __cvenv_user_deactivate = "`alias deactivate`"' ;
alias __cvenv_back_alias 'set __cvenv_lines = "`alias deactivate`" ; if ( "$__cvenv_lines:q" == __cvenv_deactivate ) eval __cvenv_back_ours ; unset __cvenv_user_deactivate' ;
alias __cvenv_back_ours 'unalias deactivate ; if ( "$__cvenv_user_deactivate:q" != "" ) alias deactivate "$__cvenv_user_deactivate:q"' ;

# Where the same environment's activate.csh was sourced over ours, what it left behind goes too.
alias __cvenv_own 'set __cvenv_own_venv = "$VIRTUAL_ENV:q"' ;
alias __cvenv_unsource 'unset _OLD_VIRTUAL_PATH __cvenv_sourced ; if ( $?_OLD_VIRTUAL_PROMPT ) eval __cvenv_unsource_prompt ; unalias deactivate ; alias deactivate __cvenv_deactivate' ;
alias __cvenv_unsource_prompt 'set prompt = "$_OLD_VIRTUAL_PROMPT:q" ; unset _OLD_VIRTUAL_PROMPT' ;

alias __cvenv_clear 'if ( $?__cvenv_sourced ) eval __cvenv_unsource ; if ( $?__cvenv_prefix && $?prompt && $?__cvenv_shown ) eval __cvenv_prefix_off ; unset __cvenv_prefix __cvenv_shown __cvenv_user_prompt __cvenv_own_venv' ;
alias __cvenv_enter 'if ( $?VIRTUAL_ENV ) eval __cvenv_own ; if ( $?VIRTUAL_ENV_DISABLE_PROMPT ) eval __cvenv_no_prefix ; if ( $?__cvenv_prefix && $?prompt ) eval __cvenv_prefix_on ; if ( ! $?__cvenv_user_deactivate ) eval __cvenv_keep_alias ; alias deactivate __cvenv_deactivate' ;
alias __cvenv_leave '__cvenv_clear ; if ( $?__cvenv_user_deactivate ) eval __cvenv_back_alias' ;
