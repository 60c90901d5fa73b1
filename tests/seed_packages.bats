#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# `cvenv create --seed`: packages beside pip in new environments.

load lib/common

setup_file()
{
	# pip's image, which each test copies: making it takes seconds.
	mkdir -m 700 "$BATS_FILE_TMPDIR/cache"
	common_clean_environment
	python3 -c 'import ensurepip' 2>/dev/null || return 0
	umask 022
	CVENV_CACHE_DIR=$BATS_FILE_TMPDIR/cache XDG_CONFIG_HOME=$BATS_FILE_TMPDIR HOME=$BATS_FILE_TMPDIR \
		"$CVENV_BUILD/cvenv" create -q "$BATS_FILE_TMPDIR/env"
}

setup()
{
	common_setup
	python3 -c 'import ensurepip' 2>/dev/null || skip "python3 has no ensurepip"
	umask 022
	export CVENV_CACHE_DIR=$PWD/cache PIP_NO_INDEX=1 PIP_DISABLE_PIP_VERSION_CHECK=1
	cp -a "$BATS_FILE_TMPDIR/cache" cache
}

wheel()
{
	python3 "$CVENV_SOURCE/tests/lib/make_wheel.py" "$@"
}

packages()
{
	printf '%s\n' "$1"/lib/*/site-packages
}

# listing ENV: everything in it, with its mode, but for what is pip's own and the times in what is compiled
listing()
{
	(cd "$1" && find . -path '*/site-packages/pip*' -prune -o -path '*/site-packages/setuptools*' -prune -o \
		-path '*/site-packages/pkg_resources*' -prune -o -name pyvenv.cfg -prune -o -name '*ctivate*' -prune -o \
		-type f ! -name '*.pyc' -printf '%p %m ' -exec sh -c 'sed "s:$2:ENV:g" "$1" | sha256sum' - {} "$1" \; -o \
		-printf '%p %m %l\n' | sort)
}

@test "seed packages: what pip install leaves, of a wheel and then of its name" {
	local mode path
	path=$(wheel usual Some.Thing 1.5)
	python3 -m venv "$PWD/reference"
	# From a folder of wheels, so that nothing is noted of the path.
	reference/bin/pip install -q --find-links . some-thing
	for mode in hardlink copy; do
		run -0 cvenv create -q --json --link-mode "$mode" --seed "$path" "$mode"
		assert_output --partial "\"pip\": \"cache\", \"link-mode\": \"$mode\""
		diff <(listing "$PWD/$mode" | sed 's/RECORD 644.*/RECORD/') <(listing "$PWD/reference" | sed 's/RECORD 644.*/RECORD/')
		diff <(cut -d, -f1 "$(packages "$mode")"/Some*/RECORD) <(cut -d, -f1 "$(packages reference)"/Some*/RECORD)
		diff <(grep -v /bin/ "$(packages "$mode")"/Some*/RECORD) <(grep -v /bin/ "$(packages reference)"/Some*/RECORD)
		run -0 "$mode/bin/some.thing"
		assert_output 'this is Some.Thing 1.5'
		"$mode/bin/pip" check
	done
	rm "$path"
	for name in some_thing Some.Thing SOME--thing; do
		run -0 cvenv create -v --json --seed "$name" "by $name"
		assert_output --partial 'Installed Some.Thing 1.5 from the cache'
		refute_output --partial 'Preparing'
		run -0 "by $name/bin/some.thing"
		assert_output 'this is Some.Thing 1.5'
	done
}

@test "seed packages: what is hashed in RECORD is what is there" {
	cvenv create -q --seed "$(wheel usual Thing 1)" env
	python3 - "$(packages env)" <<-'EOP'
		import base64, csv, glob, hashlib, os, sys
		(record,) = glob.glob(sys.argv[1] + "/Thing-*/RECORD")
		with open(record, newline="") as file:
		    rows = list(csv.reader(file))
		assert any(row[0] == "../../../bin/thing" and row[1] for row in rows), rows
		for path, digest, size in rows:
		    with open(os.path.join(sys.argv[1], path), "rb") as file:
		        text = file.read()
		    if digest:
		        have = base64.urlsafe_b64encode(hashlib.sha256(text).digest()).decode().rstrip("=")
		        assert (digest, int(size)) == ("sha256=" + have, len(text)), path
	EOP
}

@test "seed packages: the second time no program is started" {
	need strace
	need_plain_build
	cvenv create -q --seed "$(wheel usual Thing 1)" one
	run -0 strace -f -qq -e trace=execve -o trace cvenv create -q --seed thing two
	assert_equal "$(grep -c execve trace)" 1
}

@test "seed packages: several, by commas and again; folders that they share" {
	local one two three
	one=$(wheel usual one 1)
	two=$(wheel usual two 2)
	mkdir 'a,b'
	three=$(wheel usual three 3 'a,b')
	run -0 cvenv create -v --seed "./$one,$two" --seed="$three" env
	for name in one two three; do
		assert_output --partial "Installed $name "
		env/bin/$name
	done
	assert_equal "$(cd "$(packages env)" && ls shared/*.py one_file*)" \
		'one_file_one.py
one_file_three.py
one_file_two.py
shared/one.py
shared/three.py
shared/two.py'
	env/bin/pip check
	env/bin/pip uninstall -q -y two
	[ -e "$(packages env)/shared/one.py" ] && [ ! -e "$(packages env)/shared/two.py" ]
	cvenv create -q --seed one,two,three again
	again/bin/two
}

@test "seed packages: auto, none, and what goes together" {
	local path
	path=$(wheel usual thing 1)
	run -0 cvenv create -q --json --seed=none none
	assert_output --partial '"pip": null'
	run -0 cvenv create -q --json --seed=auto auto
	assert_output --partial '"pip": "cache"'
	cvenv create -q --seed="auto,$path" both
	both/bin/pip --version
	both/bin/thing
	run -2 cvenv create --seed=none,thing x
	assert_output --partial "'none' of option '--seed' goes with nothing else"
	run -2 cvenv create --seed=thing --without-pip x
	assert_output --partial "option '--seed' does not go with '--without-pip'"
	run -2 cvenv create --seed=thing,,other x
	assert_output --partial "option '--seed' has an empty name"
	[ ! -e x ]
}

# refused REASON SEED…: whether nothing is made of these, and the reason is told in one line
refused()
{
	local reason=$1 seeds=() seed
	shift
	for seed; do
		seeds+=(--seed "$seed")
	done
	run -1 --separate-stderr cvenv create -q "${seeds[@]}" env
	assert_equal "$output" ''
	[[ $stderr == "cvenv: error: "*"$reason"* ]] || { echo "said: $stderr; not: $reason" >&2; return 1; }
	assert_equal "$(grep -c . <<<"$stderr")" 1
	[ ! -e env ]
	assert_equal "$(find . cache/images-1 -maxdepth 1 -name '.*-new*')" ''
}

@test "seed packages: what is refused" {
	local kind path
	refused "cannot read the wheel './no-1-py3-none-any.whl': No such file or directory" ./no-1-py3-none-any.whl
	mkdir folder-1-py3-none-any.whl
	refused "cannot read the wheel 'folder-1-py3-none-any.whl': Is a directory" folder-1-py3-none-any.whl
	touch file.whl text
	refused "'file.whl' is not a wheel: the name of one is NAME-VERSION-PYTHON-ABI-PLATFORM.whl" file.whl
	refused "'./text' is not a wheel" ./text
	refused "there is no wheel of 'unknown' in the cache, which has none; name the path of one" unknown
	cvenv create -q --seed "$(wheel usual Some.Thing 1)" --seed "$(wheel usual other 1)" made
	refused "there is no wheel of 'unknown' in the cache, which has wheels of: other, Some.Thing; name the path of one" unknown
	refused "'other' is asked for twice" other "$(wheel usual other 2)"
	refused "'Some.Thing' is asked for twice" some-thing SOME_thing
	while read -r kind reason; do
		path=$(wheel "$kind" "$kind" 1)
		refused "cannot install $kind 1: '$path' $reason" "$path"
	done <<-'EOT'
		text is broken: File is not a zip file
		cut is broken:
		broken is broken: Bad CRC-32
		no_record is not a wheel: it has no folder .dist-info with a RECORD
		climbing has a file that would be put elsewhere: '../../../../climbed.py'
		absolute has a file that would be put elsewhere: '/tmp/climbed.py'
		control has a file that would be put elsewhere: 'new\nline.py'
		elsewhere is for another Python or another system than this Python 3
		newer requires Python >=3.99, and this is 3
		other is of another 1 by what is in it
	EOT
	[ ! -e climbed.py ] && [ ! -e /tmp/climbed.py ]
	refused "another package has the file '__init__.py', too" "$(wheel taken taken 1)"
}

@test "seed packages: a wheel that the cache cannot hold is installed by pip" {
	run -0 cvenv create -v --json --seed "$(wheel script thing 1)" env
	assert_output --partial "pip installs thing 1 itself, since it cannot be kept in the cache: "
	run -0 env/bin/plain-thing
	assert_output plain
	assert_equal "$(find "$(packages env)" -name direct_url.json)" ''
}

@test "seed packages: without a cache pip installs them" {
	local path
	path=$(wheel usual thing 1)
	touch file
	export CVENV_CACHE_DIR=$PWD/file
	run -0 cvenv create -q --seed "$path" env
	assert_output --partial "cannot put '$path' into the cache '$PWD/file': Not a directory; pip installs it"
	env/bin/thing
	rm -r env
	refused "there is no wheel of 'thing' in the cache, which has none" thing
}

@test "seed packages: a wheel with parts for this system alone" {
	run -0 cvenv create -v --seed "$(wheel native thing 1)" env
	assert_output --partial 'Installed thing 1 from the cache'
	env/bin/thing
}

@test "seed packages: in an environment that is there, what is there stays" {
	cvenv create -q --seed "$(wheel usual thing 2)" env
	run -0 cvenv create -q --seed "$(wheel usual thing 1)" --seed "$(wheel usual other 1)" env
	run -0 env/bin/thing
	assert_output 'this is thing 2'
	env/bin/other
}

@test "seed packages: a wheel takes the place of what ensurepip brings" {
	local project there
	cvenv create -q plain
	for project in setuptools pip; do
		there=$(find "$(packages plain)" -maxdepth 1 -name "$project-*.dist-info")
		[ -n "$there" ] || continue
		run -0 cvenv create -v --json --seed "$(wheel usual "$project" 999)" "$project"
		assert_output --partial "Installed $project 999 from the cache"
		assert_equal "$(find "$(packages "$project")" -maxdepth 1 -name "$project-*.dist-info" -printf '%f\n')" "$project-999.dist-info"
		run -0 "$project/bin/$project"
		assert_output "this is $project 999"
	done
	# What comes with pip needs no wheel.
	cvenv create -q --seed pip named
	named/bin/pip --version
}

@test "seed packages: the user's settings" {
	local path
	path=$(wheel usual thing 1)
	mkdir -p "$XDG_CONFIG_HOME/cvenv" project
	# shellcheck disable=SC2088
	printf 'seed: [~/%s]\n' "$path" >"$XDG_CONFIG_HOME/cvenv/config.yml"
	cvenv create -q env
	env/bin/thing
	touch project/.cvenv.yml
	(cd project && cvenv -q allow && cvenv export bash --token= >/dev/null)
	project/.venv/bin/thing
	cvenv create -q --seed auto auto
	[ -x auto/bin/pip ] && [ ! -e auto/bin/thing ]
	CVENV_SEED=none run -0 cvenv create -q --json none
	assert_output --partial '"pip": null'
	cvenv create -q --without-pip without
	[ ! -e without/bin/thing ]
	CVENV_SEED=thing:none run -1 cvenv create -q wrong
	assert_output --partial "'none' of 'seed' goes with nothing else"
}

@test "seed packages: of one name the wheel that was used last" {
	local old new
	new=$(wheel usual thing 2)
	old=$(wheel usual thing 1)
	cvenv create -q --seed "$new" a
	cvenv create -q --seed "$old" b
	cvenv create -q --seed thing c
	run -0 c/bin/thing
	assert_output 'this is thing 1'
	# The same name and version with other bytes is another wheel.
	new=$(wheel taken thing 1)
	refused "another package has the file" "$new"
}

@test "seed packages: an image that was changed is made again" {
	local image
	cvenv create -q --seed "$(wheel usual thing 1)" a
	image=$(dirname "$(find cache/images-1 -path '*/files/thing')")
	echo 'raise SystemExit(9)' >"$image/thing/__init__.py"
	cvenv create -q --seed thing b
	run -0 b/bin/thing
	assert_output 'this is thing 1'
}

@test "seed packages: cvenv cache shows, prunes and cleans them" {
	local path
	path=$(wheel usual thing 1)
	cvenv create -q --seed "$path" env
	run -0 cvenv cache
	assert_output --regexp '  thing 1 for Python 3[0-9.]+.* at /.*: [0-9.]+ KiB, used on 20[0-9-]+'
	assert_output --regexp "  $path: [0-9.]+ KiB, used on 20[0-9-]+"
	run -0 cvenv cache --json
	printf '%s' "$output" | python3 -c '
import json, os, sys
told = json.load(sys.stdin)
(wheel,) = told["wheels"]
assert (wheel["name"], wheel["version"], wheel["size"]) == ("thing", "1", os.path.getsize(wheel["path"])), wheel
assert ["thing 1"] in [image["packages"] for image in told["images"]], told
assert told["size"] == wheel["size"] + sum(image["size"] for image in told["images"]), told'
	run -0 cvenv cache prune
	assert_output 'cvenv: Removed 0 images (0.0 KiB)'
	touch -d '40 days ago' cache/wheels-1/*
	run -0 cvenv cache prune
	assert_output --regexp 'Removed 0 images and 1 wheel '
	run -0 cvenv cache prune
	assert_output --regexp 'Removed 1 image \('
	env/bin/thing
	rm -r env
	refused "which has none" thing
	cvenv create -q --seed "$path" env
	run -0 cvenv cache clean
	assert_output --regexp 'Removed 2 images and 1 wheel '
	env/bin/thing
}

@test "seed packages: many at once" {
	local i path
	path=$(wheel usual thing 1)
	for i in {1..6}; do
		cvenv create -v --seed "$path" "env$i" >"out$i" 2>&1 &
	done
	wait
	for i in {1..6}; do
		"env$i/bin/thing"
	done
	assert_equal "$(cat out? | grep -c 'Preparing thing')" 1
}
