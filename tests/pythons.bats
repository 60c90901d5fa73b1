#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Which Python is found, picked and wanted: `cvenv pythons`, `create` and the hook's creation, over folders laid
# out as pyenv, uv, mise, asdf and conda lay out theirs, of links to a real one.

load lib/common

setup()
{
	common_setup
	command -v python3 >/dev/null || skip "python3 is not installed"
	python3 -c 'import sys; sys.exit(sys.version_info < (3, 6))' || skip "python3 is too old"
	real=$(python3 -c 'import os, sys; print(os.path.realpath(sys.executable))')
	version=$(python3 -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])')
	minor=${version%.*}
	root=${HOME%/home}
	# nothing but what a test puts there: no program of a manager's own, and the system's are behind it
	mkdir -p "$root/first" src
	cd src || return
}

# installation PREFIX [NAME]: a Python in PREFIX/bin, which is the real one
installation()
{
	mkdir -p "$1/bin"
	ln -s "$real" "$1/bin/${2-python3}"
}

# starting PREFIX: one that says in $root/started that it was, and that nothing knows
starting()
{
	mkdir -p "$1/bin"
	cat >"$1/bin/python3" <<-EOP
		#!/bin/sh
		echo "$1" >>"$root/started"
		exec "$real" "\$@"
	EOP
	chmod +x "$1/bin/python3"
}

# need_toml: skips the test where no Python can read TOML
need_toml()
{
	python3 -c 'import tomllib' 2>/dev/null || skip "python3 has no tomllib"
}

# picked [SPEC]: the path of what is picked
picked()
{
	cvenv -q pythons --json "$@" | "$real" -c 'import json, sys; print(json.load(sys.stdin)["picked"])'
}

@test "pythons: lists what there is, with its place, once, and marks what is picked" {
	installation "$HOME/.pyenv/versions/$version"
	run --separate-stderr cvenv pythons
	assert_success
	[[ $stderr =~ ^"cvenv: 'auto' picks "[A-Za-z]+' '$version ]]
	assert_equal "$(grep -c '^\*' <<<"$output")" 1
	assert_equal "$(awk '{ print $NF }' <<<"$output" | sort | uniq -d)" ''
	run -0 cvenv -q pythons
	assert_line --regexp "^\* [A-Za-z]+ $version +PATH +/"
	run -2 cvenv pythons one two
	run -1 cvenv pythons 3.x
	assert_output --partial "error: '3.x' does not name a Python: a version is written as"
}

@test "pythons: --json is what each said of itself, and who wanted what" {
	run -0 --separate-stderr cvenv pythons --json ">=$minor"
	python3 - "$output" "$version" <<-'EOP'
		import json, os, sys
		told = json.loads(sys.argv[1])
		assert list(told) == ["wanted", "wanted_by", "wanted_in", "picked", "pythons"], told
		assert told["wanted"][0].startswith(">=") and told["wanted_by"] is None and told["wanted_in"] is None
		one, = [python for python in told["pythons"] if python["picked"]]
		assert os.path.realpath(told["picked"]) == one["real_path"], (told["picked"], one)
		for python in told["pythons"]:
		    assert os.access(python["path"], os.X_OK), python
		    assert python["place"] in ("PATH", "pyenv", "uv", "mise", "asdf", "system", "conda"), python
		    for flag in "free_threaded", "debug", "64bit", "environment", "ensurepip", "picked":
		        assert isinstance(python[flag], bool), python
	EOP
	run -1 --separate-stderr cvenv pythons --json 3.99
	python3 -c 'import json, sys; told = json.loads(sys.argv[1]); assert told["picked"] is None' "$output"
	[[ $stderr == *"no Python fits '3.99'; there is "*"$version at '"* ]]
}

@test "pythons: the places of version managers, found when PATH has none that fits" {
	local place prefix variable
	mkdir -p "$HOME/.conda"
	echo "$root/listed" >"$HOME/.conda/environments.txt"
	while read -r place prefix variable; do
		installation "$prefix"
		[ "$place" != conda ] || mkdir "$prefix/conda-meta"
		run -0 --separate-stderr env PATH="$CVENV_BUILD" "${variable:-X=}" cvenv pythons --json "${prefix##*/}"
		python3 - "$output" "$prefix" "$place" <<-'EOP'
			import json, sys
			told = json.loads(sys.argv[1])
			assert told["picked"] == sys.argv[2] + "/bin/python3", (told["picked"], sys.argv[2:])
			# conda's come after the system's, which is the same program
			assert sys.argv[3] in ["conda"] + [python["place"] for python in told["pythons"] if python["picked"]], told
		EOP
		rm -r "$prefix"
	done <<-EOT
		pyenv $HOME/.pyenv/versions/$version
		pyenv $root/penv/versions/$version PYENV_ROOT=$root/penv
		uv $HOME/.local/share/uv/python/cpython-$version-linux-x86_64-gnu
		uv $root/uv/cpython-$version UV_PYTHON_INSTALL_DIR=$root/uv
		mise $HOME/.local/share/mise/installs/python/$version
		mise $root/mise/installs/python/$version MISE_DATA_DIR=$root/mise
		asdf $HOME/.asdf/installs/python/$version
		conda $HOME/miniconda3
		conda $HOME/miniforge3/envs/science
		conda $root/listed
		conda $root/active CONDA_PREFIX=$root/active
	EOT
}

@test "pythons: a shim is not started, and stands for what its manager was told" {
	PATH=$HOME/.pyenv/shims:$PATH
	installation "$HOME/.pyenv/versions/$version"
	installation "$HOME/.pyenv/versions/other"
	mkdir -p "$HOME/.pyenv/shims"
	printf '#!/bin/sh\necho started >>"%s/started"\nexec /usr/bin/false\n' "$root" >"$HOME/.pyenv/shims/python3"
	chmod +x "$HOME/.pyenv/shims/python3"
	echo "$version" >"$HOME/.pyenv/version"
	run -0 --separate-stderr /usr/bin/env "PATH=$PATH" cvenv pythons
	[ ! -e "$root/started" ]
	assert_line --regexp "^\* .* pyenv +$HOME/.pyenv/versions/$version/bin/python3$"
	echo "${minor}" >"$HOME/.pyenv/version"
	run -0 --separate-stderr cvenv pythons
	assert_line --regexp "^\* .* pyenv +$HOME/.pyenv/versions/$version/bin/python3$"
	PYENV_VERSION=other run -0 --separate-stderr cvenv pythons
	assert_line --regexp "^\* .* pyenv +$HOME/.pyenv/versions/other/bin/python3$"
	assert_equal "$(picked system)" "$(type -P -a python3 | grep -v shims | head -n 1)"
	[ ! -e "$root/started" ]
}

@test "pythons: a listing starts only what is new" {
	need strace
	need_plain_build
	installation "$HOME/.pyenv/versions/$version"
	mkdir -p "$HOME/.pyenv/versions/broken/bin"
	cp "$(type -P false)" "$HOME/.pyenv/versions/broken/bin/python3"
	cvenv -q pythons >before
	run -0 strace -f -qq -e trace=execve -o trace cvenv -q pythons
	assert_equal "$output" "$(cat before)"
	[ "$(grep -c 'execve(' trace)" = 1 ]
}

@test "pythons: an environment on PATH is one of its base, and create makes one of the base" {
	cvenv -q create --without-pip env
	PATH=$PWD/env/bin:$PATH
	run -0 --separate-stderr cvenv pythons
	assert_line --regexp "^\* .* PATH +$PWD/env/bin/python3 \(an environment of /"
	cvenv -q create --without-pip nested
	[ "$(nested/bin/python -c 'import sys; print(sys.base_prefix)')" = "$("$real" -c 'import sys; print(sys.prefix)')" ]
}

@test "wanted: .python-version as pyenv and uv read it" {
	installation "$HOME/.pyenv/versions/$version"
	installation "$HOME/.pyenv/versions/miniconda3-4.7.12"
	local pyenv=$HOME/.pyenv/versions usual
	usual=$(picked)
	local row
	while IFS='|' read -r text path; do
		# shellcheck disable=SC2059 # the text has escapes
		printf "$text" >.python-version
		row=$(picked)
		[ "$(realpath "$row")" = "$real" ]
		[ "$path" = any ] || assert_equal "$row" "$path"
	done <<-EOT
		$version|any
		$minor|any
		$minor\\r\\n|any
		# mine\\n\\n  $minor   and more\\n|any
		3.99\\n$version\\n|any
		$minor # that|any
		>=$minor, <4|any
		cpython@$minor|any
		system|$usual
		miniconda3-4.7.12|$pyenv/miniconda3-4.7.12/bin/python3
		nothing-1\\nminiconda3-4.7.12|$pyenv/miniconda3-4.7.12/bin/python3
		$pyenv/$version/bin/python3|$pyenv/$version/bin/python3
		~/.pyenv/versions/$version|$pyenv/$version/bin/python3
		\\n# nothing\\n|$usual
	EOT
}

@test "wanted: a .python-version that is refused, in one line, and runs nothing" {
	mkdir "$root/open"
	chmod 777 "$root/open"
	starting "$PWD/evil"
	starting "$root/open/evil"
	chmod 777 "$root/open/evil/bin"
	ln -s "$PWD/evil/bin/python3" "$root/first/link"
	printf '#!/bin/sh\necho evil >>"%s/started"\n' "$root" >"$root/first/evil"
	chmod +x "$root/first/evil"
	PATH=$root/first:$PATH
	while IFS='|' read -r text message; do
		# shellcheck disable=SC2059 # the text has escapes
		printf "$text" >.python-version
		run -1 cvenv create -q --without-pip env
		assert_equal "${#lines[@]}" 1
		assert_output --partial "cvenv: error: $PWD/.python-version:$message"
		[ ! -e env ]
	done <<-EOT
		./evil/bin/python3|1:1: './evil/bin/python3' is not run: it is a path that is relative to the project
		../src/evil|1:1: '../src/evil' is not run: it is a path that is relative
		$PWD/evil/bin/python3|1:1: '$PWD/evil/bin/python3' is not run: it is in the project
		$root/first/link|1:1: '$root/first/link' is not run: it is in the project
		$root/open/evil|1:1: '$root/open/evil' is not run: others can write to its folder
		evil|1:1: no Python is installed as 'evil'; there is
		3.99\\n|1:1: no Python fits '3.99'; there is
		# 1\\n  3.x|2:3: '3.x' does not name a Python
		a\\033[31mb|1:2: this is no text
		\\000|1:1: this is no text
		3.9\\n\\377|2:1: this is no text
	EOT
	head -c 70000 /dev/zero >.python-version
	run -1 cvenv create -q --without-pip env
	assert_output --partial "cannot read '$PWD/.python-version', which says what Python is wanted: it is too large"
	[ ! -e "$root/started" ]
	rm .python-version
	mkdir .python-version
	run -1 cvenv create -q --without-pip env
	assert_output --partial "cannot read '$PWD/.python-version'"
}

@test "wanted: requires-python of pyproject.toml, which is read once" {
	need strace
	need_plain_build
	need_toml
	printf '[project]\nname = "x"\n"requires-python" = ">=%s,<4"\n' "$minor" >pyproject.toml
	run -0 --separate-stderr cvenv pythons
	[[ $stderr == *"'>=$minor,<4' of requires-python of pyproject.toml picks "* ]]
	run -0 strace -f -qq -e trace=execve -o trace cvenv create --without-pip env
	assert_line --regexp "Using .* interpreter at: /.* \(wanted by requires-python of pyproject.toml\)$"
	[ "$(grep -c 'execve(' trace)" = 1 ]
	printf '[project]\nrequires-python = ">=3.98"\n' >pyproject.toml
	run -1 cvenv create --without-pip other
	assert_output --partial "$PWD/pyproject.toml: no Python fits '>=3.98'; there is "
	rm -r "$XDG_CACHE_HOME/cvenv/requires"
	printf '[tool.requires-python]\nx = 1\n' >pyproject.toml
	run -0 cvenv create --without-pip other
	refute_output --partial 'wanted by'
}

@test "wanted: a pyproject.toml that is refused, in one line, and runs nothing" {
	need_toml
	starting "$PWD/evil"
	while IFS='|' read -r text message; do
		# shellcheck disable=SC2059 # the text has escapes
		printf "$text" >pyproject.toml
		run -1 cvenv create -q --without-pip env
		assert_equal "${#lines[@]}" 1
		assert_output --partial "cvenv: error: $PWD/pyproject.toml: $message"
	done <<-'EOT'
		[project]\nrequires-python = "./evil"|requires-python is './evil', and a range is written as
		[project]\nrequires-python = "evil"|requires-python is 'evil', and
		[project]\nrequires-python = "pypy3"|requires-python is 'pypy3', and
		[project]\nrequires-python = ">=3\\n.9"|requires-python is '>=3\n.9', and
		[project]\nrequires-python = "^3.9"|requires-python is '^3.9', and
		[project]\nrequires-python = 3|this is not as it has to be: requires-python is not a string
		[project\nrequires-python = 3|this is not as it has to be:
		requires-python\000|this is no text
	EOT
	head -c 1100000 /dev/zero >pyproject.toml
	run -1 cvenv create -q --without-pip env
	assert_output --partial "cannot read '$PWD/pyproject.toml'"
	[ ! -e "$root/started" ]
}

@test "wanted: which file decides, upwards to the project's folder" {
	mkdir -p project/sub
	echo 3.97 >.python-version
	run -1 cvenv create -q --without-pip env
	assert_output --partial "src/.python-version:1:1: no Python fits '3.97'"
	cd project/sub
	run -1 cvenv create -q --without-pip env
	assert_output --partial "src/.python-version:1:1: no Python fits '3.97'"
	echo '[project]' >../pyproject.toml
	run -0 cvenv create --without-pip env
	refute_output --partial 'wanted by'
	echo 3.96 >../.python-version
	run -1 cvenv create -q --without-pip env
	assert_output --partial "project/.python-version:1:1: no Python fits '3.96'"
	# a config makes its folder the project's: nothing above it, and nothing below
	rm ../pyproject.toml ../.python-version
	echo 3.95 >.python-version
	touch ../.cvenv.yml
	run -0 cvenv create
	refute_output --partial 'wanted by'
	run -0 cvenv create -p "$minor" --without-pip given
	refute_output --partial 'wanted by'
}

@test "wanted: the user's own setting comes last, and the config first" {
	mkdir -p "$XDG_CONFIG_HOME/cvenv" project
	echo 'python: "3.95"' >"$XDG_CONFIG_HOME/cvenv/config.yml"
	cd project
	run -1 cvenv create -q --without-pip env
	assert_output --partial "cvenv: error: the user's settings: no Python fits '3.95'; there is"
	echo "$minor" >.python-version
	run -0 cvenv create --without-pip env
	assert_output --partial "(wanted by .python-version)"
	echo 'python: "3.94"' >.cvenv.yml
	run -1 cvenv create -q --without-pip
	assert_output --partial "$PWD/.cvenv.yml:1:9: no Python fits '3.94'; there is"
	echo 'python: auto' >.cvenv.yml
	run -0 cvenv create --without-pip
	assert_output --partial "(wanted by .python-version)"
	run -0 cvenv status
	assert_line --regexp "^wanted: +$minor \($PWD/.python-version:1\)$"
	rm .python-version
	run -0 cvenv status
	assert_line --regexp "^wanted: +3.95 \(the user's settings\)$"
}

@test "wanted: the hook makes what .python-version asks for, and looks again when that changes" {
	need bash
	mkdir project
	cd project
	touch .cvenv.yml
	printf 'pip: false\n' >.cvenv.yml
	echo 3.93 >.python-version
	cvenv -q allow
	cat >session <<-EOP
		eval "\$(cvenv hook bash)"
		prompt() { eval "\${PROMPT_COMMAND[*]}"; }
		prompt; prompt
		echo "first \${VIRTUAL_ENV-none}"
		sleep 0.1
		echo $minor >.python-version
		sleep 0.1
		prompt
		echo "second \${VIRTUAL_ENV-none}"
	EOP
	run -0 bash --norc session
	assert_line 'first none'
	assert_line "second $PWD/.venv"
	assert_line --partial "(wanted by .python-version)"
	assert_equal "$(grep -c "no Python fits '3.93'" <<<"$output")" 1
}
