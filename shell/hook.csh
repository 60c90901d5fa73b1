# SPDX-License-Identifier: MIT
# The hook for BSD csh. Ahead of it stand the assignments of __cvenv_exe and __cvenv_ceilings, and apply.csh, which
# says how such code is written. This shell has no event but what an alias makes one: it looks at each change of
# directory, whether it leads elsewhere or not, and nowhere else.

set __cvenv_hooked ;
if ( ! $?__cvenv_token ) set __cvenv_token = '' ;

alias __cvenv_at_cd 'set __cvenv_how = ( ) ; set __cvenv_go = 1 ; if ( $?__cvenv_failed ) eval __cvenv_failed_here ; if ( -x "$__cvenv_exe:q" ) unset __cvenv_missing ; if ( ! -x "$__cvenv_exe:q" ) eval __cvenv_no_exe ; if ( $__cvenv_go ) eval __cvenv_run ; if ( $?__cvenv_prefix && $?__cvenv_shown && $?prompt ) eval __cvenv_see_prompt ; set status = 0' ;
alias __cvenv_failed_here 'if ( "$cwd:q" == "$__cvenv_failed:q" ) set __cvenv_go = 0 ; unset __cvenv_failed ; if ( ! $__cvenv_go ) set __cvenv_failed = "$cwd:q"' ;
alias __cvenv_no_exe 'set __cvenv_go = 0 ; alias __cvenv_said "cvenv: $__cvenv_exe:q is gone: environments stay as they are until it is back" ; if ( ! $?__cvenv_missing ) alias __cvenv_said ; set __cvenv_missing' ;

# A prompt that the user made anew, by an alias of cd as a rule, has the prefix no more.
alias __cvenv_see_prompt 'if ( "$prompt:q" != "$__cvenv_shown:q" ) eval __cvenv_prompt_again' ;
alias __cvenv_prompt_again 'set __cvenv_lines = "`__cvenv_without`" ; if ( $#__cvenv_lines == 1 && "$__cvenv_lines:q" == "$prompt:q" ) eval __cvenv_prefix_on' ;

# Runs the program, where it failed not again before the directory changed, and evaluates what it says, the last line of which sets __cvenv_result.
alias __cvenv_run '__cvenv_before ; set __cvenv_code = "`__cvenv_ask`" ; __cvenv_after ; if ( $__cvenv_result ) set __cvenv_failed = "$cwd:q"' ;
alias __cvenv_ask '$__cvenv_exe:q export csh --token=$__cvenv_token $__cvenv_how < /dev/null ; alias __cvenv_status "set __cvenv_result = $status" ; alias __cvenv_status' ;
alias __cvenv_before 'unset __cvenv_sourced ; if ( $?_OLD_VIRTUAL_PATH && $?VIRTUAL_ENV && $?__cvenv_own_venv ) eval __cvenv_check_sourced' ;
alias __cvenv_check_sourced 'if ( "$VIRTUAL_ENV:q" == "$__cvenv_own_venv:q" ) set __cvenv_sourced ; if ( $?__cvenv_sourced ) set __cvenv_how = ( $__cvenv_how --sourced )' ;
alias __cvenv_after 'if ( $#__cvenv_code == 0 ) set __cvenv_code = "set __cvenv_result = 1" ; eval $__cvenv_code[$#__cvenv_code]:q ; if ( $__cvenv_result == 0 && $#__cvenv_code > 1 ) eval $__cvenv_code:q ; unset __cvenv_sourced __cvenv_code' ;

# By hand. What runs last is the program, uncaptured, so that it can be piped and redirected, or something
# that has its status. What `cvenv allow` and `cvenv deny` change is to be seen at once.
alias cvenv '__cvenv_word \!* : ; __cvenv_do : \!*' ;
alias __cvenv_word 'set __cvenv_word = "\!^"' ;
alias __cvenv_do 'set __cvenv_args = ( ) ; set __cvenv_by = __cvenv_hand ; if ( "$__cvenv_word:q" == allow || "$__cvenv_word:q" == deny ) set __cvenv_by = __cvenv_plain ; if ( $__cvenv_by == __cvenv_plain || "$__cvenv_word:q" == activate || "$__cvenv_word:q" == deactivate || "$__cvenv_word:q" == reload ) set __cvenv_args = ( \!:2* ) ; if ( " $__cvenv_args:q " =~ *" -h "* || " $__cvenv_args:q " =~ *" --help "* ) set __cvenv_args = ( ) ; set __cvenv_last = ( $__cvenv_exe:q ) ; if ( $#__cvenv_args ) eval $__cvenv_by ; $__cvenv_last:q \!:2*' ;
alias __cvenv_plain '$__cvenv_exe:q $__cvenv_args:q ; set __cvenv_kept = $status ; eval __cvenv_at_cd ; set __cvenv_last = ( /bin/sh -c "exit $__cvenv_kept" )' ;
alias __cvenv_hand 'set __cvenv_how = ( ) ; __cvenv_before ; set __cvenv_code = "`__cvenv_ask_hand`" ; __cvenv_after ; set __cvenv_last = ( /bin/sh -c "exit $__cvenv_result" ) ; __cvenv_chain' ;
alias __cvenv_ask_hand '$__cvenv_exe:q $__cvenv_args[1]:q --hook=csh --token=$__cvenv_token $__cvenv_how $__cvenv_args[2-]:q ; alias __cvenv_status "set __cvenv_result = $status" ; alias __cvenv_status' ;
alias __cvenv_deactivate 'set __cvenv_args = ( deactivate ) ; eval __cvenv_hand ; $__cvenv_last:q' ;

# What the user's aliases do is done first, and then ours. Where histchars was changed so that no alias sees its
# words, and where an alias has several lines, which this shell cannot put together again, nothing is done.
alias __cvenv_chain 'set __cvenv_lines = "`alias cd`" ; __cvenv_chain_cd ; set __cvenv_lines = "`alias chdir`" ; __cvenv_chain_chdir ; set __cvenv_lines = "`alias pushd`" ; __cvenv_chain_pushd ; set __cvenv_lines = "`alias popd`" ; __cvenv_chain_popd' ;
alias __cvenv_chain_cd 'if ( $#__cvenv_lines == 0 ) alias cd "cd $__cvenv_words:q ; eval __cvenv_at_cd" ; if ( $#__cvenv_lines == 1 && "$__cvenv_lines:q" !~ *__cvenv_at_cd* ) alias cd "$__cvenv_lines:q ; eval __cvenv_at_cd"' ;
alias __cvenv_chain_chdir 'if ( $#__cvenv_lines == 0 ) alias chdir "chdir $__cvenv_words:q ; eval __cvenv_at_cd" ; if ( $#__cvenv_lines == 1 && "$__cvenv_lines:q" !~ *__cvenv_at_cd* ) alias chdir "$__cvenv_lines:q ; eval __cvenv_at_cd"' ;
alias __cvenv_chain_pushd 'if ( $#__cvenv_lines == 0 ) alias pushd "pushd $__cvenv_words:q ; eval __cvenv_at_cd" ; if ( $#__cvenv_lines == 1 && "$__cvenv_lines:q" !~ *__cvenv_at_cd* ) alias pushd "$__cvenv_lines:q ; eval __cvenv_at_cd"' ;
alias __cvenv_chain_popd 'if ( $#__cvenv_lines == 0 ) alias popd "popd $__cvenv_words:q ; eval __cvenv_at_cd" ; if ( $#__cvenv_lines == 1 && "$__cvenv_lines:q" !~ *__cvenv_at_cd* ) alias popd "$__cvenv_lines:q ; eval __cvenv_at_cd"' ;
set __cvenv_words = '\!*' ;
set __cvenv_word = '' ;
eval '__cvenv_word __cvenv_seen' ;
if ( "$__cvenv_word:q" != __cvenv_seen ) alias cvenv '$__cvenv_exe:q' ;
if ( "$__cvenv_word:q" != __cvenv_seen ) alias __cvenv_chain ':' ;
if ( $?prompt && ! $?0 ) eval __cvenv_chain ;
if ( $?prompt && ! $?0 ) eval __cvenv_at_cd ;
