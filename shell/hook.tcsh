# SPDX-License-Identifier: MIT
# The hook for tcsh. Ahead of it stand the assignments of __cvenv_exe and __cvenv_ceilings, and apply.tcsh,
# which says how such code is written.

set __cvenv_hooked ;
if ( ! $?__cvenv_token ) set __cvenv_token = '' ;
if ( ! $?__cvenv_pwd ) set __cvenv_pwd = '' ;
if ( ! $?__cvenv_files ) set __cvenv_files = '' ;

# The test at each prompt is one "if", made anew when something was noted: with VIRTUAL_ENV, and without.
set __cvenv_if_on = 'if ( "$VIRTUAL_ENV:q" != "$__cvenv_venv:q" || "$cwd:q" != "$__cvenv_pwd:q"' ;
set __cvenv_if_off = 'if ( "$cwd:q" != "$__cvenv_pwd:q"' ;
if ( ! $?__cvenv_test_on ) set __cvenv_test_on = 'eval __cvenv_look' ;
if ( ! $?__cvenv_test_off ) set __cvenv_test_off = 'eval __cvenv_look' ;
alias __cvenv_at_prompt 'if ( $?VIRTUAL_ENV ) eval "$__cvenv_test_on:q" ; if ( ! $?VIRTUAL_ENV ) eval "$__cvenv_test_off:q"' ;
alias __cvenv_at_cd 'if ( ! $?__cvenv_behind && "$cwd:q" != "$__cvenv_pwd:q" ) eval __cvenv_look_cd' ;
alias __cvenv_note 'set __cvenv_pwd = "$cwd:q" ; if ( $?VIRTUAL_ENV ) eval __cvenv_note_on ; if ( ! $?VIRTUAL_ENV ) eval __cvenv_note_off' ;
alias __cvenv_note_on 'set __cvenv_venv = "$VIRTUAL_ENV:q" ; set __cvenv_test_on = "${__cvenv_if_on:q}${__cvenv_files:q} ) eval __cvenv_look" ; set __cvenv_test_off = "eval __cvenv_look"' ;
alias __cvenv_note_off 'unset __cvenv_venv ; set __cvenv_test_on = "eval __cvenv_look" ; set __cvenv_test_off = "${__cvenv_if_off:q}${__cvenv_files:q} ) eval __cvenv_look"' ;

# Something changed: is it only that we stand elsewhere, with no project above?
alias __cvenv_look 'set __cvenv_how = ( ) ; __cvenv_see' ;
alias __cvenv_look_cd 'set __cvenv_how = ( --chpwd ) ; __cvenv_see' ;
alias __cvenv_see 'set __cvenv_go = 1 ; if ( -x "$__cvenv_exe:q" ) unset __cvenv_missing ; if ( ! -x "$__cvenv_exe:q" ) eval __cvenv_no_exe ; if ( $__cvenv_go && "$__cvenv_token" =~ n* && ! $?VIRTUAL_ENV && ! $?__cvenv_venv ) eval __cvenv_climb ; if ( $__cvenv_go ) eval __cvenv_run' ;
alias __cvenv_no_exe 'set __cvenv_go = 0 ; alias __cvenv_said "cvenv: $__cvenv_exe:q is gone: environments stay as they are until it is back" ; if ( ! $?__cvenv_missing ) alias __cvenv_said ; set __cvenv_missing' ;

# Looks along $cwd, up to what lies below a ceiling or the root, and makes the test of the files on the way:
# relative names, which need no quoting. Where a folder on the way is a link the two ways up differ, and both
# are looked at. A config that is a link to nowhere is for the program to judge.
alias __cvenv_climb 'set __cvenv_dir = "$cwd:q" ; set __cvenv_up = ( ) ; set __cvenv_dots = "" ; set __cvenv_near = "" ; set __cvenv_far = "" ; unset __cvenv_found __cvenv_link __cvenv_stop ; set __cvenv_stops = "$__cvenv_ceilings:q" ; if ( $?CVENV_CEILING_DIRECTORIES ) eval __cvenv_stops_env ; eval __cvenv_stop_here ; __cvenv_step ; if ( $?__cvenv_link && ! $?__cvenv_found ) eval __cvenv_climb_link ; if ( ! $?__cvenv_found ) eval __cvenv_none_above' ;
alias __cvenv_stops_env 'set __cvenv_stops = "$CVENV_CEILING_DIRECTORIES:q"' ;
alias __cvenv_step 'if ( -e "${__cvenv_dir:q}/.cvenv.yml" || -l "${__cvenv_dir:q}/.cvenv.yml" ) set __cvenv_found ; if ( -l "$__cvenv_dir:q" ) set __cvenv_link ; set __cvenv_up = ( $__cvenv_up:q "$__cvenv_dir:q" ) ; set __cvenv_near = "$__cvenv_near || -e ${__cvenv_dots}.cvenv.yml" ; set __cvenv_far = "${__cvenv_far:q}${__cvenv_far_a:q}$#__cvenv_up${__cvenv_far_b:q}" ; set __cvenv_dots = "../$__cvenv_dots" ; if ( "$__cvenv_dir:q" == "/" ) set __cvenv_stop ; set __cvenv_dir = "$__cvenv_dir:h:q" ; if ( "$__cvenv_dir:q" == "" ) set __cvenv_dir = / ; eval __cvenv_stop_here ; if ( ! $?__cvenv_stop && ! $?__cvenv_found ) eval __cvenv_step' ;
set __cvenv_far_a = ' || -e "${__cvenv_up[' ;
set __cvenv_far_b = ']:q}/.cvenv.yml"' ;
# A pattern: a name that would be one is taken for no ceiling.
alias __cvenv_stop_here 'if ( "$__cvenv_dir:q" !~ *[*?[]* && "$__cvenv_dir:q" !~ *\{* ) eval __cvenv_stop_at' ;
alias __cvenv_stop_at 'if ( ":${__cvenv_stops:q}:" =~ *":${__cvenv_dir:q}:"* ) set __cvenv_stop' ;
alias __cvenv_climb_link 'set __cvenv_near = "$__cvenv_far:q" ; set __cvenv_dots = "" ; unset __cvenv_stop ; set __cvenv_stops = ( $__cvenv_stops:as/:/ /:x ) ; eval "set __cvenv_dot = . ; __cvenv_stop_link" ; __cvenv_step_link' ;
alias __cvenv_step_link 'if ( -e "${__cvenv_dots}.cvenv.yml" || -l "${__cvenv_dots}.cvenv.yml" ) set __cvenv_found ; set __cvenv_near = "${__cvenv_near:q} || -e ${__cvenv_dots}.cvenv.yml" ; if ( -F "${__cvenv_dots}." == -F "/" || ! -e "${__cvenv_dots}." ) set __cvenv_stop ; set __cvenv_dots = "../$__cvenv_dots" ; set __cvenv_dot = "${__cvenv_dots}." ; eval __cvenv_stop_link ; if ( ! $?__cvenv_stop && ! $?__cvenv_found ) eval __cvenv_step_link' ;
# A ceiling that is a link is no physical folder.
alias __cvenv_stop_link 'set __cvenv_rest = ( $__cvenv_stops:q ) ; if ( $#__cvenv_rest ) eval __cvenv_stop_next' ;
alias __cvenv_stop_next 'if ( -F "$__cvenv_dot" == -F "$__cvenv_rest[1]:q" && -e "$__cvenv_dot" && ! -l "$__cvenv_rest[1]:q" ) set __cvenv_stop ; shift __cvenv_rest ; if ( $#__cvenv_rest ) eval __cvenv_stop_next' ;
alias __cvenv_none_above 'set __cvenv_files = "$__cvenv_near:q" ; set __cvenv_go = 0 ; __cvenv_note' ;

# Runs the program and evaluates what it says, the last line of which is ": STATUS". Noted before it runs:
# what fails or is interrupted is not tried again at the next prompt.
alias __cvenv_run '__cvenv_before ; set __cvenv_code = "`__cvenv_ask`" ; __cvenv_after' ;
alias __cvenv_ask '$__cvenv_exe:q export tcsh --token=$__cvenv_token $__cvenv_how < /dev/null ; alias __cvenv_status ": $status" ; alias __cvenv_status' ;
alias __cvenv_before 'set __cvenv_last_files = "$__cvenv_files:q" ; set __cvenv_files = "" ; __cvenv_note ; unset __cvenv_sourced ; if ( $?_OLD_VIRTUAL_PATH && $?VIRTUAL_ENV && $?__cvenv_own_venv ) eval __cvenv_check_sourced' ;
alias __cvenv_check_sourced 'if ( "$VIRTUAL_ENV:q" == "$__cvenv_own_venv:q" ) set __cvenv_sourced ; if ( $?__cvenv_sourced ) set __cvenv_how = ( $__cvenv_how --sourced )' ;
alias __cvenv_after 'if ( $#__cvenv_code == 0 ) set __cvenv_code = ": 1" ; set __cvenv_result = "$__cvenv_code[$#__cvenv_code]:q" ; if ( "$__cvenv_result:q" == ": 0" && $#__cvenv_code == 1 ) set __cvenv_files = "$__cvenv_last_files:q" ; if ( "$__cvenv_result:q" == ": 0" && $#__cvenv_code > 1 ) eval $__cvenv_code:q ; unset __cvenv_sourced ; __cvenv_note ; if ( $?__cvenv_listens ) eval __cvenv_chain' ;

# By hand. What runs last is the program, uncaptured, so that it can be piped and redirected, or something
# that has its status. Where histchars lets no alias see its words, `cvenv` is the program.
alias cvenv '__cvenv_word \!* : ; __cvenv_do : \!*' ;
alias __cvenv_word 'set __cvenv_word = "\!^"' ;
alias __cvenv_do 'set __cvenv_args = ( ) ; if ( "$__cvenv_word:q" == activate || "$__cvenv_word:q" == deactivate || "$__cvenv_word:q" == reload ) set __cvenv_args = ( \!:2* ) ; if ( " $__cvenv_args:q " =~ *" -h "* || " $__cvenv_args:q " =~ *" --help "* ) set __cvenv_args = ( ) ; set __cvenv_last = ( $__cvenv_exe:q ) ; if ( $#__cvenv_args ) eval __cvenv_hand ; $__cvenv_last:q \!:2*' ;
alias __cvenv_hand 'set __cvenv_how = ( ) ; __cvenv_before ; set __cvenv_code = "`__cvenv_ask_hand`" ; __cvenv_after ; set __cvenv_last = ( /bin/sh -c "exit $__cvenv_result:s/: //" )' ;
alias __cvenv_ask_hand '$__cvenv_exe:q $__cvenv_args[1]:q --hook=tcsh --token=$__cvenv_token $__cvenv_how $__cvenv_args[2-]:q ; alias __cvenv_status ": $status" ; alias __cvenv_status' ;
alias __cvenv_deactivate 'set __cvenv_args = ( deactivate ) ; eval __cvenv_hand ; $__cvenv_last:q' ;
set __cvenv_word = '' ;
eval '__cvenv_word __cvenv_seen' ;
if ( "$__cvenv_word:q" != __cvenv_seen ) alias cvenv '$__cvenv_exe:q' ;
unset __cvenv_seen ;

# What the user has at the events is kept, under a name of its own, for it may hold line breaks. Looked at
# again after each run of the program, for aliases that were made after this. (An alias at "periodic" would
# outlive more, but hangs a tcsh whose "precmd" has line breaks.) direnv, in "precmd", puts back the PATH
# that it found: it has to go first, and nothing is done at cd.
set __cvenv_aliases = - ;
alias __cvenv_show 'alias precmd ; alias cwdcmd' ;
alias __cvenv_chain 'set __cvenv_lines = "`__cvenv_show`" ; if ( "$__cvenv_lines:q" != "$__cvenv_aliases:q" ) eval __cvenv_chain_again' ;
alias __cvenv_chain_again 'set __cvenv_lines = "`alias cwdcmd`" ; if ( "$__cvenv_lines:q" !~ *__cvenv_at_cd* ) eval __cvenv_chain_cd ; set __cvenv_lines = "`alias precmd`" ; if ( "$__cvenv_lines:q" !~ *__cvenv_at_prompt* ) eval __cvenv_chain_prompt ; set __cvenv_aliases = "`__cvenv_show`"' ;
alias __cvenv_chain_cd '__cvenv_join ; alias __cvenv_user_cd "$__cvenv_text:q" ; if ( "$__cvenv_text:q" == "" ) alias cwdcmd "eval __cvenv_at_cd" ; if ( "$__cvenv_text:q" != "" ) alias cwdcmd "eval __cvenv_user_cd ; eval __cvenv_at_cd"' ;
alias __cvenv_chain_prompt '__cvenv_join ; alias __cvenv_user_prompt "$__cvenv_text:q" ; unset __cvenv_behind ; if ( "$__cvenv_text:q" =~ *direnv* ) set __cvenv_behind ; if ( "$__cvenv_text:q" == "" ) alias precmd "eval __cvenv_at_prompt" ; if ( "$__cvenv_text:q" != "" && ! $?__cvenv_behind ) alias precmd "eval __cvenv_at_prompt ; eval __cvenv_user_prompt" ; if ( $?__cvenv_behind ) alias precmd "eval __cvenv_user_prompt ; eval __cvenv_at_prompt"' ;
if ( $?prompt && ! $?0 ) set __cvenv_listens ;
if ( $?__cvenv_listens ) eval __cvenv_chain_again ;
