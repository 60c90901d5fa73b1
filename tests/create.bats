#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# `cvenv create`, as typed.

load lib/common

setup()
{
	common_setup
	command -v python3 >/dev/null || skip "python3 is not installed"
	python3 -c 'import sys; sys.exit(sys.version_info < (3, 6))' || skip "python3 is too old"
	python=$(command -v python3)
}

# entries DIR: what is in it, on one line
entries()
{
	find "$1" -mindepth 1 -maxdepth 1 -printf '%f\n' | LC_ALL=C sort | tr '\n' ' '
}

need_ensurepip()
{
	python3 -c 'import ensurepip' 2>/dev/null || skip "python3 has no ensurepip"
}

@test "create: makes .venv, and says which Python, where, and how long it took" {
	run --separate-stderr cvenv create --without-pip
	assert_success
	assert_output ''
	[[ $stderr =~ ^'cvenv: Using '[A-Za-z]+' '3[0-9.]+.*' interpreter at: '/.*$'\ncvenv: Creating virtual environment at: .venv\ncvenv: Created in '[0-9.]+m?s$ ]]
	[ "$(.venv/bin/python -c 'import sys; print(sys.prefix)')" = "$PWD/.venv" ]
	assert_equal "$(entries .)" '.cache .venv '
}

@test "create: -q says nothing, and errors all the same" {
	run -0 cvenv create -q --without-pip env
	assert_output ''
	run -1 cvenv create -q env:x
	assert_output "cvenv: error: Refusing to create a venv in $PWD/env:x because it contains the PATH separator :."
}

@test "create: the environment's Python sees its own packages alone, or the base's too" {
	cvenv -q create --without-pip a
	cvenv -q create --without-pip --system-site-packages b
	local others='import sys; print(any("-packages" in p and not p.startswith(sys.prefix) for p in sys.path))'
	run -0 a/bin/python -c "$others"
	assert_output 'False'
	run -0 b/bin/python -c "$others"
	assert_output 'True'
	grep -qx 'include-system-site-packages = true' b/pyvenv.cfg
}

@test "create: several, up to the first that fails" {
	touch file
	run -1 cvenv create -q --without-pip one file two
	assert_output "cvenv: error: Unable to create directory '$PWD/file'"
	[ -e one/pyvenv.cfg ]
	[ ! -e two ]
}

@test "create: '' is the working directory, as for venv" {
	mkdir here
	cd here
	run -0 cvenv create -q --without-pip ''
	[ -e pyvenv.cfg ]
}

@test "create: refuses what venv refuses, in its words and with its status" {
	touch file
	ln -s nowhere dangling
	mkdir folder blocked
	touch blocked/lib
	ln -s folder link
	local row
	for row in 'x:y' 'file' '--clear file' 'dangling' 'link' 'blocked'; do
		# shellcheck disable=SC2086 # options and a name
		run python3 -m venv --without-pip $row
		if [[ $output != Error:* ]]; then
			continue # an older one does not refuse this
		fi
		local expected=${output#Error: }
		# shellcheck disable=SC2086
		run -1 cvenv create -q --without-pip $row
		assert_output "cvenv: error: $expected"
	done
	run -1 cvenv create -q --upgrade --clear new
	assert_output 'cvenv: error: you cannot supply --upgrade and --clear together.'
	[ ! -e new ]
	local pair
	for pair in '--copies --symlinks' '--symlinks --copies'; do
		# shellcheck disable=SC2086 # two options
		run -2 python3 -m venv $pair new
		local said=${lines[-1]#*: error: }
		# shellcheck disable=SC2086
		run -2 cvenv create $pair new
		assert_output "cvenv: error: $said; see 'cvenv create --help'"
	done
	run -1 cvenv create -q 'x:y'
	assert_output --partial 'it contains the PATH separator :.'
}

@test "create: wrong usage is status 2" {
	run -2 cvenv create --no-such
	run -2 cvenv create --python
	run -2 cvenv create --force x
	assert_output --partial "option '--force' goes with '--clear'"
	run -2 cvenv create --clear=yes
	[ ! -e x ]
}

@test "create: unambiguous beginnings of options, as argparse takes them" {
	run -0 cvenv create -q --without-p --sys --prom p env
	grep -qx 'include-system-site-packages = true' env/pyvenv.cfg
	run -2 cvenv create -q --without other
	assert_output --partial "ambiguous option '--without' (could be --without-pip or --without-scm-ignore-files); see"
	run -2 cvenv create -q --c other
	assert_output --partial "ambiguous option '--c' (could be --copies or --clear); see"
	run -0 cvenv create -q --without-pip --upgrade env # which begins another one
	[ ! -e other ]
}

@test "create: options after --, and names that begin with a dash" {
	run -0 cvenv create -q --without-pip -- --env
	[ -e ./--env/pyvenv.cfg ]
}

@test "create: --python: a version, a range, a name, a path, an environment" {
	local version
	version=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
	local spec
	for spec in "$version" ">=$version" python3 "$python" auto; do
		rm -rf env
		run -0 cvenv create -q --without-pip --python "$spec" env
		env/bin/python -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != sys.argv[1])' "$version"
	done
	run -0 cvenv create -q --without-pip -p ./env nested
	[ "$(nested/bin/python -c 'import sys; print(sys.base_prefix)')" = "$(env/bin/python -c 'import sys; print(sys.base_prefix)')" ]
}

@test "create: a Python that there is not, with what there is" {
	run -1 cvenv create -q --python '>=3.99' env
	assert_output --regexp "^cvenv: error: no Python fits '>=3.99'; there is 3\.[0-9.a-z+]+ at '/"
	run -1 cvenv create -q --python 3.x env
	assert_output "cvenv: error: '3.x' does not name a Python: a version is written as 3, 3.12, 3.12.1 or 3.13t"
	run -1 cvenv create -q --python ./nowhere env
	assert_output "cvenv: error: no Python at '$PWD/nowhere': No such file or directory"
	[ ! -e env ]
}

@test "create: a Python that is none" {
	printf 'text\n' >text
	chmod +x text
	printf '#!/bin/sh\necho "Python 9"\n' >rubbish
	printf '#!/bin/sh\nexit 3\n' >failing
	printf '#!/bin/sh\nhead -c 200000 /dev/zero\n' >endless
	printf '#!/bin/sh\ncase "$*" in *version_info*) printf 2.7 ;; *) echo "Unknown option: -I" >&2; exit 2 ;; esac\n' >old
	touch plain
	chmod +x rubbish failing endless old
	run -1 cvenv create -q -p ./text env
	assert_output "cvenv: error: cannot run '$PWD/text' as a Python: Exec format error"
	run -1 cvenv create -q -p ./rubbish env
	assert_output "cvenv: error: '$PWD/rubbish' is not a Python: it said something else than it was asked"
	run -1 cvenv create -q -p ./failing env
	assert_output "cvenv: error: '$PWD/failing' is not a Python that works: it ended with status 3"
	run -1 cvenv create -q -p ./endless env
	assert_output "cvenv: error: '$PWD/endless' is not a Python: it said something else than it was asked"
	run -1 cvenv create -q -p ./old env
	assert_output "cvenv: error: '$PWD/old' is Python 2.7, which has no venv; name Python 3.6 or later"
	run -1 cvenv create -q -p ./plain env
	assert_output "cvenv: error: '$PWD/plain' may not be executed; check its permissions"
	run -1 cvenv create -q -p /dev/null env
	assert_output "cvenv: error: '/dev/null' is not a program"
	[ ! -e env ]
}

@test "create: a Python that hangs is given up" {
	printf '#!/bin/sh\nexec sleep 1000\n' >hanging
	chmod +x hanging
	run -1 cvenv create -q -p ./hanging env
	assert_output "cvenv: error: '$PWD/hanging' did not answer within 10 seconds; name another Python"
	run ! pgrep -f "$PWD/hanging"
}

@test "create: no Python is started when its facts are known" {
	need strace
	need_plain_build
	cvenv -q create --without-pip one
	run -0 strace -f -qq -e trace=execve,execveat -o trace cvenv -q create --without-pip two
	[ "$(grep -c 'execve(' trace)" = 1 ]
	[ -x two/bin/python ]
}

@test "create: the cache is the user's own, and a damaged one is made again" {
	cvenv -q create --without-pip one
	[ "$(stat -c %a "$XDG_CACHE_HOME/cvenv/interpreters")" = 700 ]
	local file
	for file in "$XDG_CACHE_HOME/cvenv/interpreters"/*; do
		[ "$(stat -c %a "$file")" = 600 ]
		echo rubbish >"$file"
	done
	run -0 cvenv -q create --without-pip two
	assert_output ''
	[ -x two/bin/python ]
	rm -rf "$XDG_CACHE_HOME"
	touch "$XDG_CACHE_HOME"
	run -0 cvenv -q create --without-pip three
	assert_output ''
}

@test "create: two hosts with one home keep what they know of their own Pythons" {
	need_root
	need unshare
	unshare --uts hostname elsewhere 2>/dev/null || skip "cannot be another host"
	local files=$XDG_CACHE_HOME/cvenv/interpreters here
	cvenv -q create --without-pip one
	here=$(stat -c '%n %i %Y' "$files"/*)
	# shellcheck disable=SC2016 # for the inner shell
	unshare --uts sh -c 'hostname elsewhere && cvenv -q create --without-pip two'
	[ -x two/bin/python ]
	[ "$(stat -c '%n %i %Y' "$files"/* | grep -cxF "$here")" = "$(wc -l <<<"$here")" ]
	[ "$(stat -c %n "$files"/* | wc -l)" -gt "$(wc -l <<<"$here")" ]
}

@test "create: an existing folder is reused" {
	mkdir env
	touch env/mine
	run -0 cvenv create -q --without-pip env
	[ -e env/mine ]
	run -0 cvenv create -q --without-pip env
	[ -e env/mine ]
	run -0 cvenv create -q --without-pip --clear env
	[ ! -e env/mine ]
	assert_equal "$(entries .)" '.cache env '
}

# shape DIR: names, kinds, modes and link targets, as an environment of both has them
shape()
{
	(cd "$1" && find . ! -name 'activate*' ! -name 'Activate*' -printf '%P %y %m %l\n' | LC_ALL=C sort)
}

@test "create: --copies, as venv does it" {
	python3 -m venv --without-pip --copies env
	local theirs
	theirs=$(shape env)
	rm -r env
	run -0 cvenv create -q --without-pip --copies env
	assert_equal "$(shape env)" "$theirs"
	cmp env/bin/python "$(python3 -c 'import os, sys; print(os.path.realpath(sys.executable))')"
	env/bin/python -c 'import sys; sys.exit(sys.prefix == sys.base_prefix)'
	[[ $(grep ^command env/pyvenv.cfg) != command* || $(grep ^command env/pyvenv.cfg) == *' --copies '* ]]
}

@test "create: an environment of links becomes one of copies, and one of copies stays it" {
	cvenv -q create --without-pip env
	run -0 cvenv create -q --without-pip --copies env
	[ ! -L env/bin/python3 ]
	[ ! -L env/bin/python ]
	echo old >env/bin/python3
	echo old >env/bin/python
	run -0 cvenv create -q --without-pip --upgrade env
	[ ! -L env/bin/python3 ]
	env/bin/python3 -c 'import sys; sys.exit(sys.prefix == sys.base_prefix)'
	env/bin/python -c 'import sys; sys.exit(sys.prefix == sys.base_prefix)'
}

@test "create: --upgrade of venv's environment and of ours: every name is the new Python, and settings stay" {
	local maker name
	for maker in 'python3 -m venv' 'cvenv -q create'; do
		rm -rf env
		$maker --without-pip --system-site-packages --prompt "it's" env
		# Of a Python that went away: what it was called does not matter, nor how it was called.
		ln -sf /nowhere/python3 env/bin/python3
		ln -sf /bin/sh env/bin/python
		touch env/mine env/bin/mine
		echo theirs >env/bin/activate
		run -0 cvenv create -q --without-pip --upgrade env
		for name in python python3; do
			[ "$(env/bin/$name -c 'import sys; print(sys.prefix)')" = "$PWD/env" ]
		done
		grep -qx 'include-system-site-packages = true' env/pyvenv.cfg
		! grep '^prompt' env/pyvenv.cfg || grep -qx 'prompt = "it'"'"'s"' env/pyvenv.cfg
		[ -e env/mine ]
		[ -e env/bin/mine ]
		assert_equal "$(cat env/bin/activate)" theirs
	done
}

@test "create: a folder's own program called python stays" {
	mkdir -p folder/bin
	echo mine >folder/bin/python
	run -0 cvenv create -q --without-pip folder
	assert_equal "$(cat folder/bin/python)" mine
	[ -x folder/bin/python3 ]
}

@test "create: --upgrade keeps an environment one that may be moved" {
	cvenv -q create --without-pip --relocatable env
	run -0 cvenv create -q --without-pip --upgrade env
	grep -qx 'relocatable = true' env/pyvenv.cfg
}

@test "create: --without-scm-ignore-files" {
	run -0 cvenv create -q --without-pip --without-scm-ignore-files env
	[ ! -e env/.gitignore ]
	[[ $(grep ^command env/pyvenv.cfg) != *ignore* || $(grep ^command env/pyvenv.cfg) == *' --without-scm-ignore-files '* ]]
}

@test "create: --json: an object for each, created or found" {
	cvenv -q create --without-pip there
	run -0 --separate-stderr cvenv create -q --without-pip --json --prompt 'p"' there new
	python3 - "$output" <<-'EOP'
		import json, os, sys
		there, new = map(json.loads, sys.argv[1].splitlines())
		assert [there["created"], new["created"]] == [False, True]
		assert set(new) >= {"created", "path", "python", "base", "version", "implementation", "prompt", "pip"}, new
		assert new["path"] == os.getcwd() + "/new" and os.path.dirname(new["python"]) == new["path"] + "/bin"
		assert os.path.realpath(new["python"]) == os.path.realpath(new["base"]) == os.path.realpath(sys.executable)
		assert new["prompt"] == 'p"' and new["pip"] is None and new["implementation"] == "cpython"
		assert new["version"] == "%d.%d.%d" % sys.version_info[:3] or "rc" in new["version"]
	EOP
	run -1 --separate-stderr cvenv create -q --without-pip --json other a:b
	[ "$(grep -c . <<<"$output")" = 1 ] # what was made until then is told
	run -0 --separate-stderr cvenv create -q --without-pip --json --clear there
	assert_output --partial '"created": true'
}

@test "create: --clear spares what is no environment" {
	mkdir -p project/sub
	touch project/work
	run -1 cvenv create -q --without-pip --clear project
	assert_output --partial "refusing to empty '$PWD/project': it is not an environment"
	[ -e project/work ]
	run -1 cvenv create -q --without-pip --clear --force "$HOME"
	assert_output --partial 'it is the home folder'
	cd project/sub
	run -1 cvenv create -q --without-pip --clear --force ..
	assert_output --partial 'the working directory is in it'
	cd ../..
	run -0 cvenv create -q --without-pip --clear --force project
	[ ! -e project/work ]
	[ -e project/pyvenv.cfg ]
}

@test "create: --clear through a link empties its target and keeps the link" {
	cvenv -q create --without-pip real
	ln -s real link
	touch real/old
	run -0 cvenv create -q --without-pip --clear link
	[ -L link ]
	[ ! -e real/old ]
	[ "$(link/bin/python -c 'import sys; print(sys.prefix)')" = "$PWD/link" ]
}

@test "create: a folder that cannot be written to" {
	need_user
	mkdir closed
	chmod 555 closed
	run -1 cvenv create -q --without-pip closed/env
	assert_output "cvenv: error: cannot make '$PWD/closed/env': Permission denied"
	mkdir -m 755 open
	mkdir open/env
	chmod 555 open
	run -0 cvenv create -q --without-pip open/env
	run -0 cvenv create -q --without-pip --clear open/env
	chmod 755 open
	assert_equal "$(entries open)" 'env '
}

@test "create: a disk that is full" {
	need_root
	mkdir disk
	mount -t tmpfs -o size=64k,nr_inodes=12 tmpfs disk 2>/dev/null || skip "cannot mount"
	run cvenv create -q --without-pip disk/env
	local left
	left=$(entries disk)
	umount disk
	assert_failure 1
	assert_output --partial 'No space left on device'
	assert_equal "$left" ''
}

@test "create: a file system that is read-only" {
	need_root
	mkdir disk
	mount -t tmpfs -o ro tmpfs disk 2>/dev/null || skip "cannot mount"
	run cvenv create -q --without-pip disk/env
	umount disk
	assert_failure 1
	assert_output "cvenv: error: cannot make '$PWD/disk/env': Read-only file system"
}

@test "create: a mount point is used, and not emptied" {
	need_root
	mkdir disk
	mount -t tmpfs tmpfs disk 2>/dev/null || skip "cannot mount"
	run cvenv create -q --without-pip disk
	local first=$status
	run cvenv create -q --without-pip --clear --force disk
	local said=$output second=$status
	umount disk
	assert_equal "$first $second" '0 1'
	[[ $said == *'it is a mount point'* ]]
}

@test "create: twenty at once of one place are twenty successes and one good environment" {
	local i option
	for option in --without-pip --clear; do
		local makers=()
		for ((i = 0; i < 20; i++)); do
			cvenv -q create --without-pip $option a/env 2>>said &
			makers+=($!)
		done
		for i in "${makers[@]}"; do
			wait "$i"
		done
		assert_equal "$(cat said)" ''
		assert_equal "$(entries a)" 'env '
		[ ! -e a/env/.cvenv-incomplete ]
		[ "$(a/env/bin/python -c 'import sys; print(sys.prefix)')" = "$PWD/a/env" ]
	done
}

@test "create: with pip" {
	need_ensurepip
	run -0 cvenv create -q --system-site-packages a/env
	assert_output ''
	a/env/bin/pip --version | grep -qF "$PWD/a/env/"
	grep -qx 'include-system-site-packages = true' a/env/pyvenv.cfg
	assert_equal "$(entries a)" 'env '
	[ ! -e a/env/.cvenv-incomplete ]
}

@test "create: --upgrade-deps lets pip do it, shows on a terminal what it does, and tells why it failed" {
	need_ensurepip
	cvenv -q create env
	export PIP_NO_INDEX=1
	run -0 cvenv create --without-pip --upgrade-deps env
	refute_output --partial 'cvenv: pip:'
	need script
	run -0 script -qec 'cvenv create --without-pip --upgrade-deps env' /dev/null </dev/null
	assert_output --partial 'cvenv: pip: Requirement already satisfied: pip'
	export PIP_CONSTRAINT=$PWD/nowhere
	run -1 cvenv create -q --without-pip --upgrade-deps env
	assert_output --regexp "cvenv: warning: pip: ERROR: Could not open .*'$PWD/nowhere'"
	assert_output --partial "cvenv: error: Command '['$PWD/env/bin/python3', '-m', 'pip', 'install', '--upgrade', 'pip'"
	[ -x env/bin/pip ]
	[ ! -e env/.cvenv-incomplete ]
}

@test "create: a pip that fails leaves nothing" {
	need_ensurepip
	cvenv -q create --without-pip there
	ulimit -f 64 # less than its wheel
	run -1 cvenv create -q one/two/env
	assert_output --partial "Command '['$PWD/one/two/env/bin/python3', '-"
	assert_output --partial "'ensurepip', '--upgrade', '--default-pip']' returned non-zero exit status"
	[ ! -e one ]
	run -1 cvenv create -q there
	[ -x there/bin/python ]
	[ ! -e there/.cvenv-incomplete ]
	run -1 cvenv create -q --clear there
	[ -x there/bin/python ]
	[ ! -e there/.cvenv-incomplete ]
}

# without_cache: from now on pip is installed by ensurepip, with a line that says why
without_cache()
{
	touch "$TMPDIR/none"
	export CVENV_CACHE_DIR=$TMPDIR/none
}

# in_pip SIGNAL COMMAND…: sends the signal once the environment `env` is in its place and pip is being installed
in_pip()
{
	local signal=$1
	shift
	python3 - "$signal" "$@" <<-'EOP'
		import os, signal, subprocess, sys, time
		child = subprocess.Popen(sys.argv[2:], start_new_session=True, stderr=subprocess.PIPE)
		while child.poll() is None and not os.path.exists("env/.cvenv-incomplete"):
		    time.sleep(0.01)
		os.killpg(child.pid, getattr(signal, "SIG" + sys.argv[1]))
		said = child.communicate()[1].decode()
		print(child.returncode, said.strip())
	EOP
}

@test "create: Ctrl-C while pip is being installed leaves nothing" {
	need_ensurepip
	without_cache
	run -0 in_pip INT cvenv create -q env
	assert_line --index 0 --partial '-2 cvenv: warning: cannot use the cache'
	assert_line --index 1 "cvenv: error: interrupted: '$PWD/env' was not made"
	assert_equal "$(entries .)" ''
	cvenv -q create --without-pip env
	touch env/mine
	run -0 in_pip TERM cvenv create -q --clear env
	[ -e env/mine ]
	[ -x env/bin/python ]
	[ ! -e env/.cvenv-incomplete ]
	assert_equal "$(entries .)" 'env '
}

@test "create: killed while pip is being installed, the environment is incomplete until it is made again" {
	need_ensurepip
	without_cache
	run -0 in_pip KILL cvenv create -q env
	assert_line --index 0 --partial '-9 '
	[ -e env/.cvenv-incomplete ]
	run -1 cvenv which
	run -0 cvenv create -q --without-pip env
	[ ! -e env/.cvenv-incomplete ]
	[ ! -e env/bin/pip ]
	assert_equal "$(entries .)" 'env '
}
