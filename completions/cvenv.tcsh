# SPDX-License-Identifier: MIT
# Completion for tcsh: the program says what may follow. What it prints tcsh parts at blanks, so that names with
# blanks are left to tcsh's own ways: whatever has a slash in it, and what comes right behind the commands that take
# a folder. Behind "c" the program prints what follows the pattern, as tcsh wants it. Signs that people have as the
# first of histchars, "@", "%" and ",", are not in it.

if ( ! $?__cvenv_exe ) set __cvenv_exe = cvenv ;
complete cvenv 'C+[^-]*/*+f+' 'c+--*=+`$__cvenv_exe:q __complete tcsh "$COMMAND_LINE:q"`+' 'C+-*+`$__cvenv_exe:q __complete tcsh "$COMMAND_LINE:q"`+' 'n+create+d+' 'n+allow+d+' 'n+deny+d+' 'p+*+`$__cvenv_exe:q __complete tcsh "$COMMAND_LINE:q"`+' ;
