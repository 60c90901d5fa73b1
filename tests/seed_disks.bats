#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# pip in new environments on file systems that are full, or lack something: each ends in a whole environment, or in one
# line and nothing.

load lib/common
load lib/seed

# on FILE-SYSTEM SIZE OPTIONS…: a new one at ./disk
on()
{
	need_root
	mkdir disk
	case $1 in
	tmpfs) mount -t tmpfs -o "size=$2" none disk 2>/dev/null || skip "nothing can be mounted here" ;;
	*)
		need "mkfs.$1"
		truncate -s "$2" disk.image
		"mkfs.$1" "${@:3}" disk.image >/dev/null 2>&1 || skip "mkfs.$1 cannot make such a file system"
		mount -t "$1" -o loop disk.image disk 2>/dev/null || mount -t "$1-fuse" -o loop disk.image disk 2>/dev/null || skip "no such file system can be mounted here: $1 ${*:3}"
		;;
	esac
	disk=$PWD/disk
}

teardown()
{
	[ -z "${disk-}" ] || umount "$disk"
}

# one_line_and_nothing TEXT OPTION…: disk/env cannot be made, for the reason TEXT
one_line_and_nothing()
{
	local before
	before=$(ls -A disk)
	run -1 cvenv create -q "${@:2}" disk/env
	assert_output --regexp "^cvenv: error: cannot [^"$'\n'"]* '$PWD/disk/env/[^"$'\n'"]*: $1\$"
	assert_equal "$(ls -A disk)" "$before"
}

@test "seed disks: on another one there are copies" {
	on tmpfs 64m
	run -0 --separate-stderr cvenv create -q --json disk/env
	assert_output --partial '"link-mode": "copy"'
	assert_equal "$stderr" ''
	run -0 --separate-stderr cvenv create -q --json --link-mode hardlink disk/asked
	assert_output --partial '"link-mode": "copy"'
	[[ $stderr == *"cannot use link mode 'hardlink' from "*"; 'copy' was used" ]]
	works disk/env
}

@test "seed disks: one that is full half-way" {
	on tmpfs 3m
	one_line_and_nothing 'No space left on device'
}

@test "seed disks: one that is full half-way, of links" {
	on ext4 64m
	export CVENV_CACHE_DIR=$PWD/disk/cache
	cvenv create -q --link-mode hardlink disk/one
	before=$(contents disk/one)
	# what is left are some blocks, which folders need
	truncate -s 40k disk/last
	dd if=/dev/zero of=disk/last bs=4k count=10 conv=notrunc,fsync status=none
	dd if=/dev/zero of=disk/rest bs=4k status=none 2>/dev/null || :
	rm disk/last
	one_line_and_nothing 'No space left on device' --link-mode hardlink
	rm disk/rest
	run -0 cvenv create -q --json --link-mode hardlink disk/two
	assert_output --partial '"link-mode": "hardlink"'
	assert_equal "$(contents disk/two)" "$before"
	works disk/two
}

@test "seed disks: one that has no more inodes half-way" {
	on ext4 64m -N 200
	one_line_and_nothing 'No space left on device'
}

@test "seed disks: a cache on a full one is done without" {
	on tmpfs 3m
	export CVENV_CACHE_DIR=$PWD/disk/cache
	run -0 --separate-stderr cvenv create -q --json env
	assert_output --partial '"pip": "ensurepip"'
	[[ $stderr == *"No space left on device"* ]]
	assert_equal "$(find disk -name files -o -name '.*')" ''
	works env
}

# clones: on one that has them, and what is changed in one environment is in no other
clones()
{
	local before
	export CVENV_CACHE_DIR=$PWD/disk/cache
	run -0 cvenv create -q --json disk/env
	assert_output --partial '"link-mode": "clone"'
	works disk/env
	before=$(contents disk/env)
	cvenv create -q disk/other
	echo '# mine' >>"$(packages disk/other)/pip/__init__.py"
	assert_equal "$(contents disk/env)" "$before"
	cvenv create -q disk/third
	assert_equal "$(contents disk/third)" "$before"
}

@test "seed disks: clones on btrfs" {
	on btrfs 256m
	clones
}

@test "seed disks: clones on xfs" {
	on xfs 320m -m reflink=1
	clones
}

@test "seed disks: an xfs without clones has links" {
	on xfs 320m -m reflink=0
	export CVENV_CACHE_DIR=$PWD/disk/cache
	run -0 --separate-stderr cvenv create -q --json --link-mode clone disk/env
	assert_output --partial '"link-mode": "hardlink"'
	[[ $stderr == *"cannot use link mode 'clone' from "*"' was used" ]]
	works disk/env
}

@test "seed disks: a file of the image that can have no more names" {
	on ext4 128m
	export CVENV_CACHE_DIR=$PWD/disk/cache
	cvenv create -q --link-mode hardlink disk/one
	before=$(contents disk/one)
	python3 - "$(packages disk/one)/pip/__init__.py" disk/names <<-'EOP'
		import errno, os, sys
		os.mkdir(sys.argv[2])
		for i in range(70000):
		    try:
		        os.link(sys.argv[1], os.path.join(sys.argv[2], "%d" % i))
		    except OSError as error:
		        sys.exit(error.errno != errno.EMLINK)
		sys.exit("there is no end")
	EOP
	run -0 cvenv create -v --link-mode hardlink disk/two
	assert_output --partial 'is made again'
	assert_equal "$(contents disk/two)" "$before"
	run -0 cvenv create -v --link-mode hardlink disk/three
	refute_output --partial 'is made again'
	assert_output --partial '(hardlink)'
	works disk/three
}

# The limits of some file systems are far lower, and none of those can be had everywhere.
@test "seed disks: a file that can have no more names, by the file system's word alone" {
	need strace
	need_plain_build
	cvenv create -q --link-mode hardlink one
	before=$(contents one)
	run -0 strace -f -qq -o trace -e trace=linkat -e inject=linkat:error=EMLINK:when=3 cvenv create -v --link-mode hardlink two
	refute_output --partial 'made again'
	assert_output --partial '(hardlink)'
	grep -q EMLINK trace
	works two
	assert_equal "$(contents two)" "$before"
	# of all files just these are others: one of each thread
	others=0
	while IFS= read -r name; do
		[ "one/$name" -ef "two/$name" ] || others=$((others + 1))
	done < <(cd one && find . -type f -path '*/pip/*')
	[ "$others" -ge 1 ] && [ "$others" -le 5 ]
}

@test "seed disks: where names differ by more than the case of letters" {
	on ext4 128m -O casefold -E encoding=utf8
	export CVENV_CACHE_DIR=$PWD/disk/cache
	mkdir disk/folder
	chattr +F disk/folder
	cvenv create -q disk/folder/env
	works disk/folder/env
	run -0 cvenv create -q disk/folder/ENV
	assert_equal "$(ls disk/folder)" env
}

# no_links: on one that has none, and no permissions
no_links()
{
	# as it is with python -m venv, which leaves half of it
	one_line_and_nothing '[A-Z][a-z ]*'
	one_line_and_nothing '[A-Z][a-z ]*' --copies
	# and nothing is kept there that others might write
	export CVENV_CACHE_DIR=$PWD/disk/cache
	run -0 --separate-stderr cvenv create -q --json env
	assert_output --partial '"pip": "ensurepip"'
	assert_equal "$(grep -c . <<<"$stderr")" 1
	works env
}

@test "seed disks: no links on vfat" {
	on vfat 64m
	no_links
}

@test "seed disks: no links on exfat" {
	on exfat 64m
	no_links
}
