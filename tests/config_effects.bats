#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What the keys of a config, and the user's own settings, make of an environment: by the real program and bash.
load lib/common

environment()
{
	mkdir -p "$1/bin"
	printf 'home = /usr/bin\nversion = 3.12.0\n' >"$1/pyvenv.cfg"
	ln -s /bin/sh "$1/bin/python"
}

# Makes and allows a project with an environment in .venv, and goes there.
shop()
{
	project "$HOME/shop" "$@"
	environment "$HOME/shop/.venv"
	cd "$HOME/shop" || return
	cvenv -q allow
}

# A command in a bash that has entered this directory.
inside()
{
	bash --norc -c 'eval "$(cvenv hook bash)"; __cvenv_hook; eval "$1"' inside "$1"
}

@test "the least config: .venv, the folder's name" {
	shop
	run -0 inside 'echo "$VIRTUAL_ENV|$VIRTUAL_ENV_PROMPT|${PATH%%:*}|${UV_PROJECT_ENVIRONMENT-unset}"'
	assert_output "$HOME/shop/.venv|shop|$HOME/shop/.venv/bin|unset"
}

@test "venv: another place, and uv is told" {
	environment "$HOME/elsewhere/env"
	shop 'venv: ../elsewhere/env'
	run -0 inside 'echo "$VIRTUAL_ENV|$UV_PROJECT_ENVIRONMENT"'
	assert_output "$HOME/elsewhere/env|$HOME/elsewhere/env"
}

@test "venv: a name in the central folder" {
	environment "$XDG_DATA_HOME/virtualenvs/shared"
	shop 'venv: {name: shared}'
	run -0 inside 'echo "$VIRTUAL_ENV"'
	assert_output "$XDG_DATA_HOME/virtualenvs/shared"
	environment "$HOME/works/shared"
	WORKON_HOME=$HOME/works run -0 inside 'echo "$VIRTUAL_ENV"'
	assert_output "$HOME/works/shared"
}

@test "venv: a .venv that is a file points to the environment" {
	environment "$HOME/far/env"
	project "$HOME/shop"
	printf '../far/env\nmore\n' >"$HOME/shop/.venv"
	cd "$HOME/shop"
	cvenv -q allow
	run -0 inside 'echo "$VIRTUAL_ENV"'
	assert_output "$HOME/far/env"
	: >.venv
	run -0 --separate-stderr inside 'echo "${VIRTUAL_ENV-none}"'
	assert_output none
	[[ $stderr == *"first line names no environment"* ]]
	[ -f .venv ]
}

@test "env: set, unset, expanded from outside" {
	shop 'env:' '  A: "${HOME}/x"' '  B: null' '  C: "${A}-${NOT_SET}-$$-$C"' '  D: "${CVENV_ROOT}"' '  E: ~/y' '  F: ""'
	A=outer B=outer run -0 inside 'echo "$A|${B-unset}|$C|$D|$E|${F-unset}"'
	assert_output "$HOME/x|unset|outer--\$-\$C|$HOME/shop|$HOME/y|"
}

@test "env: a reference that is none is an error with its place" {
	shop 'env:' '  A: "${not closed"'
	run -0 --separate-stderr inside 'echo "${VIRTUAL_ENV-none}"'
	assert_output none
	[[ $stderr == *".cvenv.yml:2:6: "* ]]
}

@test "path: behind the environment's own, in order, resolved" {
	mkdir -p "$HOME/shop/bin" "$HOME/tools"
	shop 'path: [bin, "${HOME}/tools/."]'
	run -0 inside 'echo "$PATH"'
	assert_output --regexp "^$HOME/shop/.venv/bin:$HOME/shop/bin:$HOME/tools:"
}

@test "path: a folder that others can write to is refused" {
	mkdir -p "$HOME/shop/bin"
	chmod 777 "$HOME/shop/bin"
	shop 'path: [bin]'
	run -0 --separate-stderr inside 'echo "${VIRTUAL_ENV-none}"'
	assert_output none
	[[ $stderr == *"does not go on PATH: others can write to '$HOME/shop/bin'"* ]]
	CVENV_SAFE_DIRECTORIES=$HOME/shop run -0 inside 'echo "${PATH#*:}"'
	assert_output --regexp "^$HOME/shop/bin:"
}

@test "dotenv: data, under env; later files over earlier ones" {
	mkdir -p "$HOME/shop"
	printf 'A=1\nexport B="two\\nlines"\nC=$(id) # words\n' >"$HOME/shop/.env"
	printf "A='2 \$x'\n" >"$HOME/shop/.env2"
	shop 'dotenv: [.env, .env2, .absent]' 'env: {C: over}'
	run -0 inside 'printf "%s|" "$A" "$B" "$C"'
	assert_output $'2 $x|two\nlines|over|'
	echo 'A=3' >.env
	run -0 --separate-stderr inside 'echo "${VIRTUAL_ENV-none}"'
	assert_output none
	[[ $stderr == *"'$HOME/shop/.env' was changed since it was allowed"* ]]
}

@test "dotenv: errors have their place, and names are refused" {
	mkdir -p "$HOME/shop"
	printf 'A=1\nnonsense\n  HOME=/tmp\nD="open\n' >"$HOME/shop/.env"
	project "$HOME/shop" 'dotenv: [.env]'
	run --separate-stderr -1 cvenv allow "$HOME/shop"
	[[ $stderr == *".env:2:1: "*".env:3:3: 'HOME' "*".env:4:3: a quote that is not closed"* ]]
}

@test "prompt and environments" {
	environment "$HOME/shop/.venv-docs"
	shop 'prompt: Shop' 'env: {A: top, B: top}' 'environments:' '  docs:' '    env: {A: docs}'
	run -0 inside 'echo "$VIRTUAL_ENV_PROMPT"; cvenv activate docs; echo "$VIRTUAL_ENV|$VIRTUAL_ENV_PROMPT|$A|$B"'
	assert_line --index 0 Shop
	assert_line --index 1 "$HOME/shop/.venv-docs|shop-docs|docs|top"
	run -0 inside 'cvenv activate docs; cd ..; __cvenv_hook; cd shop; __cvenv_hook; echo "$VIRTUAL_ENV"'
	assert_output "$HOME/shop/.venv"
	run -0 --separate-stderr inside 'cvenv activate dosc; echo "$? $VIRTUAL_ENV"'
	assert_output "1 $HOME/shop/.venv"
	[[ $stderr == *"no environment 'dosc'; did you mean 'docs'?"* ]]
}

@test "inherit: the outer project first, each with its own trust" {
	shop 'env: {A: outer, B: outer}' 'path: [bin]'
	mkdir -p "$HOME/shop/bin"
	project "$HOME/shop/part" 'inherit: true' 'env: {A: inner}'
	cd part
	cvenv -q allow
	run -0 inside 'echo "$VIRTUAL_ENV|$VIRTUAL_ENV_PROMPT|$A|$B"; echo "$PATH"'
	assert_line --index 0 "$HOME/shop/.venv|shop|inner|outer"
	assert_line --index 1 --regexp "^$HOME/shop/.venv/bin:$HOME/shop/bin:"
	environment "$HOME/shop/part/.venv"
	echo 'prompt: changed' >>../.cvenv.yml
	run -0 --separate-stderr inside 'echo "$VIRTUAL_ENV|$A|${B-unset}"'
	assert_output "$HOME/shop/part/.venv|inner|unset"
	[[ $stderr == *"'$HOME/shop/.cvenv.yml' was changed since it was allowed"* ]]
}

@test "disable: quiet in this tree" {
	shop
	project "$HOME/shop/quiet" 'disable: true'
	cd quiet
	cvenv -q allow
	run -0 inside 'echo "${VIRTUAL_ENV-none}"'
	assert_output none
}

@test "create: never makes nothing and says so once" {
	project "$HOME/shop" 'create: never'
	cd "$HOME/shop"
	cvenv -q allow
	run -0 --separate-stderr inside '__cvenv_hook; __cvenv_hook; echo "${VIRTUAL_ENV-none}"'
	assert_output none
	[ "${#stderr_lines[@]}" = 1 ]
	[[ $stderr == *"there is no environment at '$HOME/shop/.venv'; 'cvenv create' makes it"* ]]
	[ ! -e .venv ]
}

@test ".cvenv.local.yml wins, and is trusted on its own" {
	shop 'env: {A: team, B: team}'
	printf 'env: {A: mine}\nprompt: mine\n' >.cvenv.local.yml
	run -0 --separate-stderr inside 'echo "$A|$B|$VIRTUAL_ENV_PROMPT"'
	assert_output "team|team|shop"
	[[ $stderr == *"'$HOME/shop/.cvenv.local.yml' is not allowed"* ]]
	cvenv -q allow .cvenv.local.yml
	run -0 inside 'echo "$A|$B|$VIRTUAL_ENV_PROMPT"'
	assert_output "mine|team|mine"
}

@test "watch: a change of a file that is named is looked at" {
	shop 'watch: [seen]' 'dotenv: [.env]'
	run -0 inside '__cvenv_hook; sleep 0.1; __cvenv_hook; __cvenv_files && echo same; : >seen; __cvenv_files || echo changed'
	assert_output $'same\nchanged'
}

@test "detect: a bare .venv below a trusted path" {
	environment "$HOME/bare/.venv"
	cd "$HOME/bare"
	run -0 inside 'echo "${VIRTUAL_ENV-none}"'
	assert_output none
	export CVENV_TRUSTED_PATHS=$HOME CVENV_DETECT=true
	run -0 inside 'echo "${VIRTUAL_ENV-none}"'
	assert_output "$HOME/bare/.venv"
	export CVENV_TRUSTED_PATHS=$HOME/bar
	run -0 inside 'echo "${VIRTUAL_ENV-none}"'
	assert_output none
}

@test "the user's settings: wrong ones are told, and nothing is changed" {
	shop
	mkdir -p "$XDG_CONFIG_HOME/cvenv"
	echo 'verbosty: quiet' >"$XDG_CONFIG_HOME/cvenv/config.yml"
	run -1 cvenv which
	assert_output --partial "config.yml:1:1: unknown key 'verbosty'; did you mean 'verbosity'?"
	run -0 --separate-stderr inside '__cvenv_hook; __cvenv_hook; echo "${VIRTUAL_ENV-none}"'
	assert_output none
	[ "${#stderr_lines[@]}" = 1 ]
	echo 'verbosity: verbose' >"$XDG_CONFIG_HOME/cvenv/config.yml"
	CVENV_MESSAGE='{action} {prompt} {python} {root}' run -0 --separate-stderr inside :
	[[ $stderr == *"cvenv: entered shop 3.12.0 $HOME/shop" ]]
}

@test "an environment whose Python is gone is not entered, and not made anew by itself" {
	shop
	rm .venv/bin/python
	run -0 --separate-stderr inside '__cvenv_hook; echo "${VIRTUAL_ENV-none}"'
	assert_output none
	[ "${#stderr_lines[@]}" = 1 ]
	[[ $stderr == *"its Python is gone; 'cvenv create --clear' makes it anew"* ]]
	[ ! -e .venv/bin/python ]
}

@test "something that is not an environment is left alone" {
	project "$HOME/shop"
	mkdir "$HOME/shop/.venv"
	: >"$HOME/shop/.venv/mine"
	cd "$HOME/shop"
	cvenv -q allow
	run -0 --separate-stderr inside 'echo "${VIRTUAL_ENV-none}"'
	assert_output none
	[[ $stderr == *"'$HOME/shop/.venv' is not an environment"* ]]
	[ "$(ls -A .venv)" = mine ]
}

@test "ceilings: above them no project is looked for" {
	shop
	mkdir -p a/b
	cd a/b
	run -0 inside 'echo "${VIRTUAL_ENV-none}"'
	assert_output "$HOME/shop/.venv"
	CVENV_CEILING_DIRECTORIES=/x:$HOME/shop run -0 inside 'echo "${VIRTUAL_ENV-none}"'
	assert_output none
	cd "$HOME/shop"
	CVENV_CEILING_DIRECTORIES=$HOME/shop run -0 inside 'echo "${VIRTUAL_ENV-none}"'
	assert_output "$HOME/shop/.venv"
}

@test "venv: a name is expanded, and is still one component" {
	environment "$XDG_DATA_HOME/virtualenvs/at-home"
	shop 'venv: {name: "at-${PLACE}"}'
	PLACE=home run -0 inside 'echo "$VIRTUAL_ENV"'
	assert_output "$XDG_DATA_HOME/virtualenvs/at-home"
	PLACE=../home run -0 --separate-stderr inside 'echo "${VIRTUAL_ENV-none}"'
	assert_output none
	[[ $stderr == *".cvenv.yml:1:"* ]]
}

@test "several errors: one line at a prompt, all of them by status" {
	shop
	printf 'pyhton: 3\ncreate: maybe\npath: x\n' >.cvenv.yml
	run -0 --separate-stderr inside ':'
	[ "${#stderr_lines[@]}" = 1 ]
	[[ $stderr == *"unknown key 'pyhton'; did you mean 'python'? (2 more: 'cvenv status')" ]]
	run -0 --separate-stderr cvenv status
	[ "${#stderr_lines[@]}" = 3 ]
}

@test "by hand: a project within the project is another one" {
	shop
	project "$HOME/shop/part"
	environment "$HOME/shop/part/.venv"
	cvenv -q allow part
	run -0 inside 'deactivate; cd part; __cvenv_hook; echo "${VIRTUAL_ENV-none}"; cd ..; __cvenv_hook; echo "$VIRTUAL_ENV"'
	assert_output "$HOME/shop/part/.venv"$'\n'"$HOME/shop/.venv"
}

@test "by hand without the hook: in, and out again with the prompt" {
	shop
	run -0 bash --norc -ic 'PS1="> "; eval "$(cvenv activate --shell=bash)"; echo "$VIRTUAL_ENV ${PS1@P}"; deactivate; echo "${VIRTUAL_ENV-none} $PS1"'
	assert_output --partial "$HOME/shop/.venv (shop) > "
	assert_line "none > "
}
