#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Records of trust outlive a crash, an error and a second allow at any moment.
# shellcheck disable=SC2154 # output, stderr and lines are `run`'s
load lib/common
load lib/trust

# --- crashes and two at once

# Calls by which allow and deny change anything, and the way to them. Both run without git on their PATH:
# a fault that strace makes leaves a pipe to a child open for ever.
calls="openat write fsync fchmod rename unlink unlinkat mkdir close"

# count_calls CALL COMMAND…: how often the command makes it.
count_calls()
{
	local call=$1
	shift
	strace -qq -E PATH=/nonexistent -e trace="$call" -o "$HOME/log" "$@" >/dev/null 2>&1 || :
	grep -c "^$call(" "$HOME/log" || :
}

# first_call CALL: the number of the first that is not the loader's.
first_call()
{
	case $1 in
	openat | close) echo $(($(count_calls "$1" cvenv version) + 1)) ;;
	*) echo 1 ;;
	esac
}

# with_fault FAULT CALL NUMBER COMMAND…: the command with a fault at the call of that number.
with_fault()
{
	local fault=$1 call=$2 number=$3
	shift 3
	strace -qq -E PATH=/nonexistent -o /dev/null -e trace="$call" -e inject="$call:$fault:when=$number" "$@"
}

# Puts the records back: the first config is allowed, the second is what stands there.
prepare()
{
	rm -rf "$XDG_STATE_HOME"
	cp "$HOME/first.yml" .cvenv.yml
	cvenv -q allow
	cp "$(place allowed "$P")" "$HOME/first.record"
	[ "${1-}" != denied ] || cvenv -q deny
	cp "$HOME/second.yml" .cvenv.yml
}

prepare_faults()
{
	need strace
	need_plain_build
	strace -o /dev/null true 2>/dev/null || skip "strace cannot trace here"
	cp .cvenv.yml "$HOME/first.yml"
	sed 's/inside/second/' .cvenv.yml >"$HOME/second.yml"
	prepare
	cvenv -q allow
	cp "$(place allowed "$P")" "$HOME/second.record"
}

# The record is one of the two, whole.
assert_whole()
{
	local record
	record=$(place allowed "$P")
	cmp -s "$record" "$HOME/first.record" || cmp -s "$record" "$HOME/second.record" || fail "$1: neither the old nor the new record"
}

@test "allow, killed at any call, leaves the old record or the new" {
	local call number count killed=0
	prepare_faults
	for call in $calls; do
		prepare
		count=$(count_calls "$call" cvenv -q allow)
		for ((number = $(first_call "$call"); number <= count; number++)); do
			prepare
			with_fault signal=KILL "$call" "$number" cvenv -q allow 2>/dev/null && continue
			killed=$((killed + 1))
			assert_whole "killed at $call $number"
			cmp -s "$(place allowed "$P")" "$HOME/second.record" && assert_entered || assert_kept_out
			[[ $stderr != *damaged* ]]
			cvenv -q allow
			cmp "$(place allowed "$P")" "$HOME/second.record"
		done
	done
	((killed > 15))
}

@test "allow of a denied project, killed at any call, leaves it denied or allowed" {
	local call number count state
	prepare_faults
	for call in rename unlink unlinkat; do
		prepare denied
		count=$(count_calls "$call" cvenv -q allow)
		for ((number = $(first_call "$call"); number <= count; number++)); do
			prepare denied
			with_fault signal=KILL "$call" "$number" cvenv -q allow 2>/dev/null && continue
			state=$(trust_of)
			[ "$state" = denied ] || [ "$state" = allowed ] || fail "killed at $call $number: $state"
		done
	done
}

@test "deny, killed at any call, leaves it as it was or denied" {
	local call number count killed=0
	prepare_faults
	for call in $calls; do
		prepare
		count=$(count_calls "$call" cvenv -q deny)
		for ((number = $(first_call "$call"); number <= count; number++)); do
			prepare
			with_fault signal=KILL "$call" "$number" cvenv -q deny 2>/dev/null && continue
			killed=$((killed + 1))
			cp "$HOME/first.yml" .cvenv.yml
			state=$(trust_of)
			[ "$state" = denied ] || [ "$state" = allowed ] || fail "killed at $call $number: $state"
		done
	done
	((killed > 8))
}

@test "an error at any call that keeps the record is told, and the old record stays" {
	local call number count error failed=0
	prepare_faults
	for call in write:ENOSPC fsync:EIO rename:EACCES fchmod:EPERM close:EIO; do
		error=${call#*:} call=${call%:*}
		prepare
		count=$(count_calls "$call" cvenv -q allow)
		for ((number = $(first_call "$call"); number <= count; number++)); do
			prepare
			run with_fault error="$error" "$call" "$number" cvenv -q allow
			[ "$status" != 0 ] || continue # one that was not needed
			assert_failure 1
			failed=$((failed + 1))
			assert_output --partial "cannot write '$XDG_STATE_HOME/cvenv/allowed/"
			cmp "$(place allowed "$P")" "$HOME/first.record"
			assert_equal "$(ls -A "$XDG_STATE_HOME/cvenv/allowed" | wc -l)" 1
		done
	done
	((failed >= 5))
}

@test "two that allow at once leave one whole record" {
	cp .cvenv.yml "$HOME/first.yml"
	for _ in 1 2 3 4 5 6 7 8; do
		rm -rf "$XDG_STATE_HOME"
		cvenv -q allow 3>&- &
		local one=$!
		cvenv -q allow 3>&- &
		local two=$!
		wait "$one"
		wait "$two"
		assert_equal "$(ls -A "$XDG_STATE_HOME/cvenv/allowed" | wc -l)" 1
		assert_entered
	done
}

@test "one that is overtaken while it allows leaves a whole record, of what it showed" {
	prepare_faults
	prepare
	cp "$HOME/first.yml" .cvenv.yml
	strace -qq -o /dev/null -e trace=rename -e inject=rename:delay_enter=1000000 cvenv -q allow 3>&- &
	local slow=$!
	until compgen -G "$XDG_STATE_HOME/cvenv/allowed/.cvenv-*" >/dev/null; do
		kill -0 "$slow" || fail "it did not write beside the record"
		sleep 0.01
	done
	cp "$HOME/second.yml" .cvenv.yml
	cvenv -q allow
	cmp "$(place allowed "$P")" "$HOME/second.record"
	wait "$slow"
	cmp "$(place allowed "$P")" "$HOME/first.record"
	assert_kept_out
	[[ $stderr == *"was changed since it was allowed"* ]]
}
