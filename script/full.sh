# shellcheck shell=sh disable=SC2154
# SPDX-License-Identifier: MIT
# What script/test --full does besides the suite; read by script/test.

# attempt WHAT COMMAND…: one test that is a command; its output is shown where it fails.
attempt()
{
	attempt_what=$1
	shift
	if "$@" >"$builds/attempt.log" 2>&1 </dev/null; then
		passed "$attempt_what"
	else
		tail -n 60 "$builds/attempt.log" | sed 's/^/        /'
		failed "$attempt_what"
	fi
}

full_lint()
{
	set --
	for lint_file in "$source"/tests/full/*.py "$source"/tests/full/*.bats; do
		[ ! -e "$lint_file" ] || set -- "$@" "$lint_file"
	done
	[ $# -eq 0 ] || run "linters" "$main" "$@"
}

full_clang()
{
	if ! present command:clang; then
		skipped "a build by clang" "clang is not installed"
	elif build "$builds/clang" --enable-werror CC=clang; then
		passed "a build by clang without a warning"
		units "unit tests, built by clang" "$builds/clang"
	else
		failed "a build by clang without a warning"
	fi
}

# The whole suite is run with sanitizers, which make a run of the program thirty times as long. What it leaves out there is run
# by a plain build, which later Debians get, too. So are the cases of switching in shells that the program differs for in nothing
# but the emitter, which has its unit tests; bash's and tcsh's stay.
plain_shells="xonsh csh pwsh elvish nu zsh fish"

full_suite()
{
	rm -f "$builds"/sanitizers/sanitizers.log.*
	# gcc's would leave undefined behaviour on standard error alone, where a test may not look.
	suite_compiler=gcc
	! present clang:undefined || suite_compiler=clang
	if ! build "$builds/sanitizers" --enable-werror --enable-sanitizers CC="$suite_compiler" CFLAGS="-O1 -g"; then
		failed "a build with sanitizers"
		suite "the suite" "$main"
		return
	fi
	# shellcheck disable=SC2034 # script/test reads it
	timeout=1200
	# shellcheck disable=SC2086 # they are words
	suite "the suite, with address and undefined-behaviour sanitizers" "$builds/sanitizers" $plain_shells
	for found in "$builds"/sanitizers/sanitizers.log.*; do
		if [ -e "$found" ]; then
			sed 's/^/        /' "$found"
			failed "what the sanitizers found: ${found##*/}"
		fi
	done
	[ -e "$found" ] || passed "the sanitizers found nothing"
	# what takes longest comes first, so that nothing is waited for alone at the end
	set --
	for suite_shell in $plain_shells; do
		set -- "$@" "$source/tests/switch.py:$suite_shell"
	done
	for suite_file in "$source"/tests/*.py "$source"/tests/*.bats; do
		! grep -q need_plain_build "$suite_file" || set -- "$@" "$suite_file"
	done
	units "what they leave out, without sanitizers" "$main" "$@"
	# shellcheck disable=SC2034
	timeout=600
}

# PowerShell itself, where the suite had its engine in tests/pwsh-host: what the program does around that, and its modules.
full_pwsh()
{
	[ -n "${CVENV_PWSH_HOST-}" ] || return 0
	if ! present command:pwsh; then
		skipped "PowerShell itself" "there is no pwsh, and .NET could not install it"
		return
	fi
	(
		unset CVENV_PWSH_HOST
		run "PowerShell itself" "$main" "$source"/tests/pwsh.py "$source"/tests/switch.py:pwsh:nesting:manners:interrupt \
			"$source"/tests/switch.py:pwsh:moving:prompting:believed:stale
	)
}

full_fuzz()
{
	if ! present clang:fuzzer; then
		skipped "fuzzers" "clang's fuzzer is not installed"
		return
	fi
	# shellcheck disable=SC2034 # script/lib.sh reads it
	if ! (build_goal=fuzzers && build "$builds/fuzz" --enable-fuzzing CC=clang CFLAGS="-O1 -g"); then
		failed "a build of the fuzzers"
		return
	fi
	for fuzzer in "$source"/tests/fuzz/*.c; do
		fuzzer=${fuzzer##*/}
		fuzzer=${fuzzer%.c}
		mkdir -p "$builds/fuzz/found/$fuzzer"
		attempt "fuzzing $fuzzer for $fuzz_seconds s" "$builds/fuzz/tests/fuzz/$fuzzer" -max_total_time="$fuzz_seconds" \
			-timeout=10 -rss_limit_mb=1024 -artifact_prefix="$builds/fuzz/$fuzzer-" \
			"$builds/fuzz/found/$fuzzer" "$source/tests/fuzz/corpus/$fuzzer"
	done
}

# Here what gcc warns of is an error, in all sources.
full_distcheck()
{
	attempt "make distcheck" make -C "$main" -j "$(cores)" distcheck suite= AM_DISTCHECK_CONFIGURE_FLAGS="--enable-werror CC=gcc"
}

# The C library of Alpine, where this is another system: libyaml and libmd are built for it from Debian's sources.
full_musl()
{
	if ! present command:musl-gcc || ! present command:apt-get; then
		skipped "a build with musl" "needs musl-gcc and Debian"
	elif ! "$source/script/musl-libraries" "$builds/musl-libraries" >"$builds/musl.log" 2>&1 </dev/null; then
		tail -n 20 "$builds/musl.log"
		skipped "a build with musl" "its libraries cannot be built"
	elif PKG_CONFIG_LIBDIR=$builds/musl-libraries/lib/pkgconfig build "$builds/musl" --enable-werror CC=musl-gcc \
		LDFLAGS=-static; then
		passed "a build with musl"
		units "unit tests and commands, with musl" "$builds/musl" "$source/tests/commands.bats" "$source/tests/build.bats"
	else
		failed "a build with musl"
	fi
}

# A program for Windows, run by wine.
full_windows()
{
	# what an earlier run built may be no test any more
	rm -f "$builds"/windows/build/tests/unit/*.exe
	if ! present command:x86_64-w64-mingw32-gcc || ! present command:apt-get; then
		skipped "a build for Windows" "needs MinGW-w64 and Debian"
	elif "$source/script/build-windows" "$builds/windows" >"$builds/windows.log" 2>&1 </dev/null &&
		make -C "$builds/windows/build" -j "$(cores)" unit-tests >>"$builds/windows.log" 2>&1; then
		passed "a build for Windows"
		full_windows_pwsh
		run "cvenv.exe, run by wine" "$builds/windows" "$source"/tests/cross/*.py
	else
		tail -n 60 "$builds/windows.log"
		failed "a build for Windows"
	fi
}

full_windows_pwsh()
{
	if ! present command:dotnet; then
		return
	elif build_pwsh_host "$builds/pwsh-host-windows" win-x64; then
		passed "a build of PowerShell's host for Windows"
		CVENV_PWSH_HOST_WINDOWS=$builds/pwsh-host-windows
		export CVENV_PWSH_HOST_WINDOWS
	else
		skipped "a build of PowerShell's host for Windows" "its packages cannot be had, or not be built"
	fi
}

# full_release SUITE: a machine that has git and nothing else, with the shells and compilers of a later Debian. Of the cases of
# switching its BSD csh and its elvish, which are the slowest, have those in which shells of other years differ.
full_release()
{
	release_suite=$1 release_root=$builds/debian-$1
	if [ "$(id -u)" != 0 ] || ! present command:debootstrap; then
		skipped "a fresh Debian $1" "needs root and debootstrap"
		return
	fi
	if ! "$source/script/debian-root" "$1" "$release_root" git >"$builds/root.log" 2>&1 </dev/null; then
		tail -n 20 "$builds/root.log"
		"$source/script/debian-root" --remove "$release_root" || :
		skipped "a fresh Debian $1" "its root folder cannot be made here"
		return
	fi
	mkdir -p "$release_root/opt/cvenv"
	(cd "$source" && tar -cf - --exclude=./build --exclude=./.git --exclude=./autom4te.cache --exclude=./configure .) |
		tar -C "$release_root/opt/cvenv" -xf -
	set --
	for release_file in pty_harness.py hook.py switch.py:bash switch.py:zsh switch.py:fish switch.py:tcsh \
		switch.py:csh:moving:edits:octets switch.py:elvish:moving:edits:prompting complete.py parity.py commands.bats \
		create.bats; do
		set -- "$@" "/opt/cvenv/tests/$release_file"
	done
	echo "== what depends on shells and interpreters, on a fresh Debian $release_suite"
	env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb HOME=/root \
		chroot "$release_root" /opt/cvenv/script/test --build /tmp/build "$@" </dev/null || :
	if [ -s "$release_root/tmp/build/tally" ]; then
		cat "$release_root/tmp/build/tally" >>"$tally"
	else
		failed "script/test on a fresh Debian $release_suite"
	fi
	for release_shell in bash zsh fish tcsh; do
		attempt "script/demo $release_shell on a fresh Debian $release_suite" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
			chroot "$release_root" /opt/cvenv/script/demo "$release_shell"
	done
	"$source/script/debian-root" --remove "$release_root"
}

full_demo()
{
	for demo_shell in bash zsh fish tcsh; do
		attempt "script/demo $demo_shell" "$source/script/demo" "$demo_shell"
	done
}

fuzz_seconds=${CVENV_FUZZ_SECONDS-5}

full_suite
full_pwsh
full_lint
full_clang
full_fuzz
full_musl
full_windows
full_distcheck
full_demo
full_release forky
