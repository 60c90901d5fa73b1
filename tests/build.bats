# SPDX-License-Identifier: MIT
# What the build makes of the sources.

load lib/common

@test "the program loads nothing, or the C library and nothing else" {
	need ldd
	need_plain_build
	! grep -q '^#define CVENV_SHARED_LIBRARIES' "$CVENV_BUILD/config.h" || skip "this system has a library as a shared one alone"
	run -0 cvenv --version
	local loaded
	loaded=$(ldd "$CVENV_BUILD/cvenv" 2>&1 || :)
	case $loaded in
	*"not a dynamic executable"* | *"statically linked"* | *"Not a valid dynamic program"*) return ;;
	esac
	! grep -q '^#define CVENV_STATIC' "$CVENV_BUILD/config.h" || fail "this should not be loaded: $loaded"
	run grep -Ev 'linux-vdso|linux-gate|/ld-|ld-linux|libc\.so|libc\.musl|ld-musl|^/' <<<"$loaded"
	assert_output ""
}

embed()
{
	printf '%b' "$2" >"$HOME/Some.file-1"
	# shellcheck disable=SC2086 # no flag or one
	sh "$CVENV_SOURCE/build-aux/embed.sh" $1 base/embedded.h "$HOME" Some.file-1 >embedded.c
	printf '%s\n' '#include <stdio.h>' '#include "base/embedded.h"' 'extern const struct embedded embedded_some_file_1;' \
		'int main(void)' \
		'{ return fwrite(embedded_some_file_1.data, 1, embedded_some_file_1.len, stdout) != embedded_some_file_1.len; }' \
		>main.c
	cc -Wall -Werror -I"$CVENV_SOURCE/src" -o main main.c embedded.c
	./main >out
}

@test "an embedded file is there byte by byte" {
	need cc
	embed "" '#!/bin/x\n\n  # kept\n\tcode "\\\\ ? # \x01\xff\xc3\xa9\r\n%s??/no newline at the end'
	cmp out Some.file-1
}

@test "an embedded file without its comments" {
	need cc
	embed --strip '# one\n\ncode # stays\n\t  # two\n \t\n\tmore #\n#\n'
	run cat out
	assert_output $'code # stays\n\tmore #'
}

@test "an embedded file that is empty" {
	need cc
	embed "" ''
	cmp out Some.file-1
	embed --strip '# nothing\n'
	[ ! -s out ]
}

@test "a file that is missing is an error" {
	run -1 sh "$CVENV_SOURCE/build-aux/embed.sh" base/embedded.h "$HOME" nowhere
	assert_output --partial "cannot read '$HOME/nowhere'"
}

@test "the version is what configure says" {
	run -0 cvenv --version
	assert_output "cvenv $(sed -n 's/^#define PACKAGE_VERSION "\(.*\)"/\1/p' "$CVENV_BUILD/config.h")"
}
