# SPDX-License-Identifier: MIT
# What the code of `cvenv export tcsh` calls. The shell reads all of this as one line, its line breaks made
# spaces: hence the ";" that ends each statement. An alias cannot follow "if (...)", but `eval` of it can;
# and "if" expands every variable that it names, whether or not it comes to them. What is printed is printed
# by `alias`, the one such builtin that no alias can stand in for.

# A line break, in releases that can say it; older ones get none, and no value that holds one.
set __cvenv_nl = '' ;
if ( "$tcsh" =~ 6.2[4-9]* || "$tcsh" =~ 6.[3-9][0-9]* || "$tcsh" =~ [7-9].* ) eval 'set __cvenv_nl = $'"'\n'" ;

# Without the hook, which defines its own: the code is evaluated as it was by hand.
if ( ! $?__cvenv_strip ) set __cvenv_strip = ':' ;
if ( ! $?__cvenv_hooked ) alias __cvenv_deactivate 'eval "`__cvenv_deactivate_code`"' ;
alias __cvenv_deactivate_code '$__cvenv_exe:q deactivate --shell=tcsh --token=$__cvenv_token' ;

# PATH is the one variable of the environment that a shell variable can hold fast.
alias __cvenv_may 'set __cvenv_lines = "`set -r`" ; if ( " $__cvenv_lines:q" =~ *" path"?"("* ) eval __cvenv_refuse_path' ;
alias __cvenv_may_nl 'if ( "$__cvenv_nl:q" == "" ) eval __cvenv_refuse_nl' ;
alias __cvenv_refuse_path 'set __cvenv_ok = 0 ; alias __cvenv_said "cvenv: path is read-only in this shell: nothing was changed; do without set -r" ; alias __cvenv_said' ;
alias __cvenv_refuse_nl 'set __cvenv_ok = 0 ; alias __cvenv_said "cvenv: no value here may hold a line break before tcsh 6.24: nothing was changed" ; alias __cvenv_said' ;

# Lines of output (a list), put together again into one text.
alias __cvenv_join 'set __cvenv_text = "" ; if ( $#__cvenv_lines ) eval __cvenv_join_next' ;
alias __cvenv_join_next 'set __cvenv_text = "${__cvenv_text:q}${__cvenv_lines[1]:q}" ; shift __cvenv_lines ; if ( $#__cvenv_lines ) set __cvenv_text = "${__cvenv_text:q}${__cvenv_nl:q}" ; if ( $#__cvenv_lines ) eval __cvenv_join_next' ;

# The prompt: __cvenv_prefix goes before it, and __cvenv_strip takes it out again, wherever it then stands.
alias __cvenv_no_prefix 'if ( "$VIRTUAL_ENV_DISABLE_PROMPT:q" != "" ) unset __cvenv_prefix' ;
alias __cvenv_prefix_on 'set prompt = "${__cvenv_prefix:q}${prompt:q}"' ;

alias __cvenv_keep_alias 'set __cvenv_lines = "`alias deactivate`" ; __cvenv_join ; set __cvenv_user_deactivate = "$__cvenv_text:q"' ;
alias __cvenv_back_alias 'set __cvenv_lines = "`alias deactivate`" ; if ( "$__cvenv_lines:q" == __cvenv_deactivate ) eval __cvenv_back_ours ; unset __cvenv_user_deactivate' ;
alias __cvenv_back_ours 'unalias deactivate ; if ( "$__cvenv_user_deactivate:q" != "" ) alias deactivate "$__cvenv_user_deactivate:q"' ;

# Where the same environment's activate.csh was sourced over ours, what it left behind goes too.
alias __cvenv_own 'set __cvenv_own_venv = "$VIRTUAL_ENV:q"' ;
alias __cvenv_unsource 'unset _OLD_VIRTUAL_PATH __cvenv_sourced ; if ( $?_OLD_VIRTUAL_PROMPT ) eval __cvenv_unsource_prompt ; unalias deactivate ; alias deactivate __cvenv_deactivate' ;
alias __cvenv_unsource_prompt 'set prompt = "$_OLD_VIRTUAL_PROMPT:q" ; unset _OLD_VIRTUAL_PROMPT' ;

alias __cvenv_clear 'if ( $?__cvenv_sourced ) eval __cvenv_unsource ; if ( $?__cvenv_prefix && $?prompt ) eval "$__cvenv_strip:q" ; unset __cvenv_prefix __cvenv_own_venv' ;
alias __cvenv_enter 'if ( $?VIRTUAL_ENV ) eval __cvenv_own ; if ( $?VIRTUAL_ENV_DISABLE_PROMPT ) eval __cvenv_no_prefix ; if ( $?__cvenv_prefix && $?prompt ) eval __cvenv_prefix_on ; if ( ! $?__cvenv_user_deactivate ) eval __cvenv_keep_alias ; alias deactivate __cvenv_deactivate' ;
alias __cvenv_leave '__cvenv_clear ; if ( $?__cvenv_user_deactivate ) eval __cvenv_back_alias' ;
