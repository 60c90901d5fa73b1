#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The commands as a user types them: help, options, wrong usage, which, status, output that cannot be written.
load lib/common

environment()
{
	mkdir -p "$1/bin"
	printf 'home = /usr/bin\nversion = 3.12.0\n' >"$1/pyvenv.cfg"
	ln -s /bin/sh "$1/bin/python"
}

allowed_project()
{
	project "$@"
	environment "$1/.venv"
	cvenv -q allow "$1"
}

commands()
{
	cvenv help | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'
}

@test "help lists every command, and each tells about itself in three ways" {
	local name
	run commands
	assert_line create
	assert_line reload
	for name in $(commands); do
		run -0 cvenv help "$name"
		assert_line --index 0 --partial "usage: cvenv $name"
		assert_line --partial "-h, --help"
		local told=$output
		run -0 cvenv "$name" --help
		assert_output "$told"
		run -0 cvenv "$name" -h
		assert_output "$told"
	done
}

@test "every command of help is in the manual" {
	local name
	for name in $(commands); do
		run -0 grep -F ".It Cm $name" "$CVENV_SOURCE/man/cvenv.1"
	done
}

@test "the version" {
	run -0 cvenv version
	assert_output --regexp '^cvenv [0-9]+\.[0-9]+'
	local told=$output
	run -0 cvenv --version
	assert_output "$told"
	run -0 cvenv -V
	assert_output "$told"
}

@test "without a command: the help, and status 2" {
	run -2 cvenv
	assert_line --partial "usage: cvenv"
}

wrong()
{
	local expected=$1
	shift
	run --separate-stderr -2 cvenv "$@"
	[ -z "$output" ]
	[ "${#stderr_lines[@]}" = 1 ]
	output=$stderr
	assert_output --partial "$expected"
}

@test "wrong usage: one line that says what, and status 2" {
	wrong "unknown command 'staus'; did you mean 'status'?" staus
	wrong "unknown command 'zzzzzz'" zzzzzz
	wrong "unknown option '--colour'" --colour
	wrong "unknown option '--jsn'; did you mean '--json'?" status --jsn
	wrong "unknown option '-x'" status -x
	wrong "option '--json=1' takes no value" status --json=1
	wrong "option '--shell' needs a value (SHELL)" activate --shell
	wrong "unexpected argument 'x'" status x
	wrong "which SHELL?" hook
	wrong "unknown shell 'bsh'; did you mean 'bash'?" hook bsh
	wrong "unknown shell 'zzzzzz'; there are: bash" export zzzzzz
	wrong "too many arguments" export bash zsh
	wrong "one environment at a time" activate --shell bash a b
	wrong "unknown command 'nope'" help nope
}

@test "hook --install: for the shell and the system that have a line for it" {
	wrong "not for 'bash'" hook --install bash
	wrong "not for 'zsh'" hook --uninstall zsh
	wrong "not allowed with argument" hook --install --uninstall cmd
	run --separate-stderr -1 cvenv hook --install cmd
	[ -z "$output" ]
	[ "${#stderr_lines[@]}" = 1 ]
	output=$stderr
	assert_output --partial "this system has no line that each start of cmd runs"
	run --separate-stderr -1 cvenv hook --uninstall cmd
	[ "${#stderr_lines[@]}" = 1 ]
	[ ! -e "$XDG_STATE_HOME/cvenv/cmd" ]
}

@test "options: beginnings, -- and values" {
	allowed_project "$HOME/shop"
	cd "$HOME/shop"
	run -0 cvenv status --js
	assert_line "{"
	run -0 cvenv which --py
	assert_output "$HOME/shop/.venv/bin/python"
	run -0 cvenv activate --shell=bash -- ./.venv
	assert_line --partial "__cvenv_set VIRTUAL_ENV "
	run -0 cvenv activate --shell bash ./.venv
}

@test "a message from outside cannot steer the terminal" {
	run -2 cvenv $'x\e[2J\nroot#'
	assert_output --partial 'x\x1b[2J\nroot#'
	[ "${#lines[@]}" = 1 ]
}

@test "which: the environment that applies, or status 1 and nothing" {
	run -1 cvenv which
	assert_output ""
	allowed_project "$HOME/shop"
	mkdir -p "$HOME/shop/sub"
	cd "$HOME/shop/sub"
	run -0 cvenv which
	assert_output "$HOME/shop/.venv"
	rm -r "$HOME/shop/.venv"
	run --separate-stderr -1 cvenv which
	assert_output ""
	[ ! -e "$HOME/shop/.venv" ]
}

json()
{
	cvenv status --json | python3 -c 'import json, sys
value = json.load(sys.stdin)[sys.argv[1]]
print("null" if value is None else " ".join(value) if isinstance(value, list) else value)' "$1"
}

@test "status: what is active, what decided, what would change" {
	need python3
	run -0 json environment
	assert_output null
	run -0 --separate-stderr cvenv status
	assert_output ""
	assert_equal "$stderr" "cvenv: nothing is active, and there is no '.cvenv.yml' here or above"
	allowed_project "$HOME/shop" 'python: ">=3.8"' 'packages: [flask]' 'env: {A: x, HISTFILE: null}'
	cd "$HOME/shop"
	run -0 json environment
	assert_output "$HOME/shop/.venv"
	run -0 json trust
	assert_output allowed
	run -0 json health
	assert_output good
	run -0 json active
	assert_output null
	run -0 json wanted_python
	assert_output ">=3.8 ($HOME/shop/.cvenv.yml:1)"
	run -0 json unused_keys
	assert_output packages
	run -0 json changes
	assert_output "+A +VIRTUAL_ENV +VIRTUAL_ENV_PROMPT ~PATH"
	run -0 cvenv status
	assert_line --regexp "^not acted upon: +packages$"
	echo 'prompt: other' >>.cvenv.yml
	run --separate-stderr -0 json trust
	assert_output "not allowed"
	cvenv -q deny
	run -0 json trust
	assert_output denied
	echo 'pyhton: 3' >.cvenv.yml
	cvenv -q deny . # said twice is said once
	rm -r "$XDG_STATE_HOME/cvenv/denied"
	run --separate-stderr -0 json trust
	assert_output "not valid"
	[[ $stderr == *".cvenv.yml:1:1: unknown key 'pyhton'"* ]]
}

@test "status: names of any bytes are still JSON" {
	need python3
	local name=$'we\tird\n"\\\xff'
	allowed_project "$HOME/$name"
	cd "$HOME/$name"
	run -0 json environment
	assert_output --partial 'we'
}

@test "output that cannot be written is an error" {
	[ -e /dev/full ] || skip "there is no /dev/full"
	run --separate-stderr -1 sh -c 'cvenv hook bash >/dev/full'
	[[ $stderr == *"cannot write to standard output: "* ]]
	run --separate-stderr -1 sh -c 'cvenv help >&-'
	[[ $stderr == *"cannot write to standard output: "* ]]
	run --separate-stderr sh -c '{ sleep 0.2; cvenv hook bash; echo "status $?" >&2; } | :'
	[[ $stderr == *"cannot write to standard output: "*"status 1"* ]]
}

@test "a shell that is not named is told from the parent" {
	allowed_project "$HOME/shop"
	cd "$HOME/shop"
	run -0 bash -c 'cvenv activate; :'
	assert_line --partial "__cvenv_set VIRTUAL_ENV "
	run --separate-stderr -2 env cvenv_x=1 python3 -c 'import subprocess, sys; sys.exit(subprocess.call(["cvenv", "activate"]))'
	[[ $stderr == *"--shell"* ]]
}

@test "colour: NO_COLOR, CLICOLOR_FORCE" {
	run -1 cvenv allow nope
	refute_output --partial $'\e['
	run -1 env CLICOLOR_FORCE=1 cvenv allow nope
	assert_output --partial $'\e[31m'
	run -1 env CLICOLOR_FORCE=1 NO_COLOR=1 cvenv allow nope
	refute_output --partial $'\e['
}
