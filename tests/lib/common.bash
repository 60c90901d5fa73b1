# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# What every .bats file loads first: `load lib/common`. Each test gets a home, XDG folders and a TMPDIR
# of its own, an environment with nothing of the developer's in it, and the cvenv that was built in
# $CVENV_BUILD first on PATH. A file with a setup of its own calls common_setup in it.

bats_require_minimum_version 1.5.0

: "${CVENV_BUILD:?is not set: run script/test, or set it to the folder that holds the built cvenv}"
export CVENV_SOURCE
CVENV_SOURCE=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd)

common_load_library()
{
	local dir
	for dir in "$CVENV_SOURCE/build/bats" ${BATS_LIB_PATH:+"$BATS_LIB_PATH"} /usr/lib/bats /usr/lib /usr/local/lib/bats \
		/usr/local/lib /usr/share/bats /usr/libexec/bats /opt/homebrew/lib; do
		if [ -e "$dir/$1/load.bash" ]; then
			load "$dir/$1/load.bash"
			return
		fi
	done
	echo "$1 is not installed: script/test does that" >&2
	return 1
}
common_load_library bats-support
common_load_library bats-assert

# Leaves of the environment what bats and the system need, and nothing else.
common_clean_environment()
{
	local name path=$CVENV_BUILD dir
	for name in $(compgen -e); do
		case $name in
		BATS_* | CVENV_BUILD | CVENV_SOURCE | PATH | PWD | ASAN_OPTIONS | LSAN_OPTIONS | UBSAN_OPTIONS) ;;
		*) unset -v "$name" 2>/dev/null || : ;;
		esac
	done
	for dir in /usr/local/bin /usr/bin /bin /usr/local/sbin /usr/sbin /sbin /opt/homebrew/bin; do
		[ ! -d "$dir" ] || path=$path:$dir
	done
	export PATH=$path LANG=C.UTF-8 TERM=dumb SHELL=/bin/sh USER=user LOGNAME=user
}

common_setup()
{
	common_clean_environment
	local root
	root=$(cd "$BATS_TEST_TMPDIR" && pwd -P)
	export HOME=$root/home TMPDIR=$root/tmp
	export XDG_CONFIG_HOME=$HOME/.config XDG_DATA_HOME=$HOME/.local/share
	export XDG_STATE_HOME=$HOME/.local/state XDG_CACHE_HOME=$HOME/.cache
	mkdir -p "$HOME" "$TMPDIR"
	cd "$HOME" || return
}

setup()
{
	common_setup
}

# need COMMAND…: skips the test where one of them is not installed.
need()
{
	local command
	for command; do
		command -v "$command" >/dev/null || skip "$command is not installed"
	done
}

# need_user: skips the test for root, whom no permission stops.
need_user()
{
	[ "$(id -u)" != 0 ] || skip "runs as root"
}

# need_root: skips the test for everybody else.
need_root()
{
	[ "$(id -u)" = 0 ] || skip "needs root"
}

# need_plain_build: skips the test where the program was built with sanitizers.
need_plain_build()
{
	! grep -q '^#define CVENV_SANITIZERS' "$CVENV_BUILD/config.h" || skip "built with sanitizers"
}

# project DIR [LINE…]: makes a folder with a .cvenv.yml of these lines.
project()
{
	local dir=$1
	shift
	mkdir -p "$dir"
	if [ $# -gt 0 ]; then
		printf '%s\n' "$@" >"$dir/.cvenv.yml"
	else
		: >"$dir/.cvenv.yml"
	fi
}
