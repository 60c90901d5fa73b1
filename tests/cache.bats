#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# `cvenv cache`

load lib/common

setup_file()
{
	# One image, which each test copies: making it takes seconds.
	mkdir -m 700 "$BATS_FILE_TMPDIR/cache"
	# Of the Python that the tests see.
	common_clean_environment
	python3 -c 'import ensurepip' 2>/dev/null || return 0
	CVENV_CACHE_DIR=$BATS_FILE_TMPDIR/cache XDG_CONFIG_HOME=$BATS_FILE_TMPDIR HOME=$BATS_FILE_TMPDIR \
		"$CVENV_BUILD/cvenv" create -q "$BATS_FILE_TMPDIR/env"
}

setup()
{
	common_setup
	python3 -c 'import ensurepip' 2>/dev/null || skip "python3 has no ensurepip"
	export CVENV_CACHE_DIR=$PWD/cache
	cp -a "$BATS_FILE_TMPDIR/cache" cache
	image=$(echo cache/images-1/????????????????????????????????)
}

@test "cache: what is in it" {
	run -0 cvenv cache
	assert_line --index 0 --regexp "^$PWD/cache: [0-9.]+ MiB, and what is known of 1 interpreter$"
	assert_line --index 1 --regexp "^  .*pip [0-9.]+.* for Python 3[0-9.]+.* at /.*: [0-9.]+ MiB, used on 20[0-9-]+$"
	assert_equal "${#lines[@]}" 2
	[ -f cache/CACHEDIR.TAG ]
	[ "$(head -c 43 cache/CACHEDIR.TAG)" = 'Signature: 8a477f597d28d172789f06886806bc55' ]
}

@test "cache: --json" {
	run -0 cvenv cache --json
	printf '%s' "$output" | python3 -c '
import json, os, sys
told = json.load(sys.stdin)
assert told["path"] == os.path.join(os.getcwd(), "cache") and told["interpreters"] == 1, told
(image,) = told["images"]
assert image["path"] == os.path.join(os.getcwd(), sys.argv[1]) and os.path.exists(image["python"]), image
size = sum(os.path.getsize(os.path.join(top, name)) for top, _, names in os.walk(image["path"]) for name in names)
assert image["size"] == told["size"] == size, (image["size"], size)
assert any(name.startswith("pip ") for name in image["packages"]) and image["gone"] is False, image
assert image["used"] == int(os.stat(image["path"]).st_mtime), image' "$image"
}

@test "cache: clean takes everything away, and environments stay" {
	cp -al "$BATS_FILE_TMPDIR/env" env
	run -0 cvenv cache clean
	assert_output --regexp '^cvenv: Removed 1 image \([0-9.]+ MiB\)$'
	assert_equal "$(find cache -type f ! -name CACHEDIR.TAG)" ''
	set -- env/lib/*/site-packages/pip/__init__.py
	[ -s "$1" ]
	run -0 cvenv cache
	assert_output "$PWD/cache: 0.0 KiB, and what is known of 0 interpreters"
	run -0 cvenv cache clean
	assert_output 'cvenv: Removed 0 images (0.0 KiB)'
}

@test "cache: without one there is nothing, and nothing is made" {
	rm -rf cache
	run -0 cvenv cache --json
	assert_output "{\"path\": \"$PWD/cache\", \"size\": 0, \"interpreters\": 0, \"images\": [], \"wheels\": []}"
	run -0 cvenv cache prune
	[ ! -e cache ]
}

@test "cache: prune takes what was not used, or serves no more" {
	run -0 cvenv cache prune
	[ -d "$image" ]
	touch -d '40 days ago' "$image"
	run -0 cvenv cache prune --days 50
	[ -d "$image" ]
	run -0 cvenv cache prune
	assert_output --partial 'Removed 1 image'
	[ ! -e "$image" ]
	cp -a "$BATS_FILE_TMPDIR/cache/images-1" cache
	sed -i 's:^python .*:python /nowhere/python3:' "$image/manifest"
	run -0 cvenv cache
	assert_output --partial '; its Python or its wheel is gone or another'
	echo rubbish >cache/interpreters/0123
	run -0 cvenv cache prune
	[ ! -e "$image" ]
	assert_equal "$(find cache/interpreters -type f | grep -c .)" 1
}

@test "cache: an image that was used is not pruned" {
	touch -d '40 days ago' "$image"
	cvenv create -q env
	run -0 cvenv cache prune
	[ -d "$image" ]
}

@test "cache: what is being made stays" {
	need flock
	flock "$image.lock" sleep 30 &
	local holder=$!
	while flock -n "$image.lock" true; do sleep 0.1; done
	run -0 cvenv cache clean
	kill "$holder"
	assert_line --partial "'$PWD/$image' is just being made and stays"
	[ -d "$image/files/pip" ]
}

@test "cache: cleaned while environments are made" {
	local i
	(for i in {1..20}; do cvenv -q cache clean 2>/dev/null; sleep 0.05; done) &
	for i in 1 2; do
		cvenv create -q "env$i"
	done
	wait
	for i in 1 2; do
		"env$i/bin/python" -m pip check
	done
}

@test "cache: another's, or one that others can write, is left alone" {
	chmod 777 cache/images-1
	run -1 cvenv cache clean
	assert_output "cvenv: error: cannot read the cache '$PWD/cache': it is another user's, or others can write to it"
	[ -d "$image" ]
}

@test "cache: wrong usage" {
	run -2 cvenv cache wipe
	assert_output --partial "'wipe' is nothing that can be done with the cache"
	run -2 cvenv cache clean --days 3
	run -2 cvenv cache prune --days x
	run -2 cvenv cache clean prune
}
