# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# What the .bats files on trust share, on top of common.bash.

# environment DIR: what passes for an environment.
environment()
{
	mkdir -p "$1/bin"
	printf 'home = /usr/bin\nversion = 3.12.0\n' >"$1/pyvenv.cfg"
	ln -s /bin/sh "$1/bin/python"
}

# A project $P, that can be told to have been entered; $V is what its config says of the environment.
setup()
{
	common_setup
	P=$HOME/shop
	V="venv: $HOME/env"
	environment "$HOME/env"
	project "$P" "$V" 'env:' '  MARK: inside'
	cd "$P" || return
}

# The record or the denial of a folder: place allowed|denied DIR.
place()
{
	printf '%s/cvenv/%s/%s\n' "$XDG_STATE_HOME" "$1" \
		"$(printf %s "$(cd "$2" && pwd -P)" | sha256sum | cut -d' ' -f1)"
}

# What the hook gets to know in DIR: hook DIR [TOKEN]. Messages go to standard error.
hook()
{
	(cd "$1" && cvenv export bash --token="${2-}")
}

token()
{
	sed -n 's/^__cvenv_token=\([^x].*\)/\1/p' | head -n 1
}

# assert_entered [DIR]: the project's variables reach the shell; what was printed is in $output and $stderr.
assert_entered()
{
	run --separate-stderr hook "${1:-$P}"
	assert_success
	assert_output --partial "__cvenv_set MARK "
}

# assert_kept_out [DIR]: nothing of the project reaches the shell.
assert_kept_out()
{
	run --separate-stderr hook "${1:-$P}"
	assert_success
	refute_output --partial "MARK"
	refute_output --partial "__cvenv_set"
	refute_output --partial "__cvenv_enter"
}

# What `status` says of a folder: trust_of [DIR], assert_trust WORD [DIR].
trust_of()
{
	(cd "${1:-$P}" && cvenv status --json 2>/dev/null) | sed -n 's/^ *"trust": "\(.*\)",$/\1/p'
}

assert_trust()
{
	assert_equal "$(trust_of "${2:-$P}")" "$1"
}

# settings LINE…: the user's own.
settings()
{
	mkdir -p "$XDG_CONFIG_HOME/cvenv"
	printf '%s\n' "$@" >"$XDG_CONFIG_HOME/cvenv/config.yml"
}

# repository: makes the working directory one.
repository()
{
	need git
	git init -q
	git config user.name user
	git config user.email user@example.org
}
