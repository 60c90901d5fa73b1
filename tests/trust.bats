#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What is acted upon and what is not: records, denials and trusted paths, by the program as the hook calls it.
# shellcheck disable=SC2154 # output, stderr and lines are `run`'s
load lib/common
load lib/trust

# --- the hook acts only on what was allowed

@test "nothing of a config is acted upon before it is allowed" {
	project "$P" 'create: auto' 'env: {MARK: inside}' 'path: [bin]' 'dotenv: [.env]' 'prompt: shop' 'inherit: true'
	mkdir bin
	echo 'SECRET=1' >.env
	assert_kept_out
	assert [ ! -e .venv ]
	assert_trust "not allowed"
	cvenv allow 2>/dev/null
	assert_trust "allowed"
}

@test "what is allowed is entered, and left out again when it changes" {
	cvenv allow
	assert_entered
	echo '# a comment' >>.cvenv.yml
	assert_kept_out
	[[ $stderr == *"was changed since it was allowed"* ]]
	cvenv allow
	assert_entered
}

@test "a config that goes back to what was allowed is allowed" {
	cp .cvenv.yml kept
	cvenv allow
	echo '# a comment' >>.cvenv.yml
	assert_kept_out
	cp kept .cvenv.yml
	assert_entered
}

@test "parsing needs no trust: errors of a config are shown, each with its place" {
	printf 'pyton: "3.12"\nvenv: [a]\n' >.cvenv.yml
	assert_kept_out
	[[ $stderr == *".cvenv.yml:1:1: "* ]]
	run cvenv status
	assert_output --partial ".cvenv.yml:2:7: "
}

@test "a blocked project costs one line, once for each content" {
	local token
	run --separate-stderr hook "$P"
	assert_equal "$(wc -l <<<"$stderr")" 1
	token=$(token <<<"$output")
	run --separate-stderr hook "$P" "$token"
	assert_equal "$stderr" ""
	echo '# other' >>.cvenv.yml
	run --separate-stderr hook "$P" "$token"
	[[ $stderr == *"is not allowed"* ]]
	assert_equal "$(wc -l <<<"$stderr")" 1
}

@test "messages escape the control characters of names and values" {
	local odd=$HOME/$'a\e[2J\nb'
	project "$odd" 'env: {MARK: "a\e[31mb\x07"}'
	run cvenv allow "$odd"
	assert_success
	assert_output --partial 'a\x1b[31mb\x07'
	assert_output --partial 'a\x1b[2J\nb'
	refute_output --partial $'\e'
	echo >>"$odd/.cvenv.yml"
	run --separate-stderr hook "$odd"
	[[ $stderr == *'a\x1b[2J\nb'* ]]
	assert_equal "$(wc -l <<<"$stderr")" 1
}

# --- the record

@test "the record is one owner-only file, named by the SHA-256 of the folder's real path" {
	umask 0
	cvenv allow
	cvenv allow
	local record
	record=$(place allowed "$P")
	assert_equal "$(ls -A "$XDG_STATE_HOME/cvenv/allowed")" "${record##*/}"
	assert_equal "$(stat -c %a "$record")" 600
	assert_equal "$(stat -c %a "${record%/*}")" 700
	assert_equal "$(stat -c %a "$XDG_STATE_HOME/cvenv")" 700
}

@test "the record holds path, config and requirements with what they include, and digests of dotenv files" {
	mkdir reqs
	project "$P" 'dotenv: [.env]' 'requirements: [reqs/all.txt, pyproject.toml]'
	printf -- '-r base.txt\n-c limits.txt\n' >reqs/all.txt
	printf 'base-package\n-r all.txt\n' >reqs/base.txt
	echo 'limited<2' >reqs/limits.txt
	echo '[project]' >pyproject.toml
	echo 'TOKEN=hunter2' >.env
	cvenv allow
	run cat "$(place allowed "$P")"
	assert_line "root $P"
	assert_line "dotenv $P/.env - $(sha256sum <.env | cut -d' ' -f1)"
	assert_line "requirements: [reqs/all.txt, pyproject.toml]" # the config's own line
	assert_line "base-package"
	assert_line "limited<2"
	assert_line "[project]"
	refute_output --partial hunter2
}

@test "the hook compares dotenv files, also one that came or went" {
	project "$P" "$V" 'env: {MARK: inside}' 'dotenv: [.env]'
	cvenv allow
	assert_entered
	echo 'A=1' >.env
	assert_kept_out
	[[ $stderr == *"'$P/.env' was changed since it was allowed"* ]]
	cvenv allow
	assert_entered
	assert_output --partial "__cvenv_set A "
	echo 'A=2' >.env
	assert_kept_out
	echo 'A=1' >.env
	assert_entered
	rm .env
	assert_kept_out
}

@test "a dotenv file of a config that is taken over was allowed with that one" {
	project "$P" "$V" 'env: {OUTER: value}' 'dotenv: [.env]'
	echo 'A=1' >.env
	cvenv allow
	project "$P/sub" "$V" 'env: {MARK: sub}' 'inherit: true'
	cvenv allow sub
	assert_entered "$P/sub"
	assert_output --partial "__cvenv_set A "
	echo 'A=2' >.env
	assert_kept_out "$P/sub"
	cvenv allow .
	assert_entered "$P/sub"
}

@test "a path that leads up starts at the folder, not at a link to it" {
	mkdir -p "$HOME/elsewhere"
	ln -s "$P" "$HOME/elsewhere/link"
	project "$P" "$V" 'env: {MARK: inside}' 'dotenv: [../up.env]'
	echo 'A=1' >"$HOME/up.env"
	cvenv allow
	assert_entered "$HOME/elsewhere/link"
	assert_equal "$stderr" ""
	assert_output --partial "__cvenv_set A "
	assert_output --partial "root=$HOME/elsewhere/link"
}

@test "the hook does not look at requirements" {
	project "$P" "$V" 'env: {MARK: inside}' 'requirements: [requirements.txt]'
	echo one >requirements.txt
	cvenv allow
	echo two >>requirements.txt
	assert_entered
}

@test "allow names the requirements that are code which will run" {
	project "$P" 'requirements: [requirements.txt, ".[dev]"]' 'packages: ["a @ https://example.org/a.zip", plain]'
	printf '%s\n' 'named>=1' '-r more.txt' '-e ./pkg' 'git+https://example.org/b' >requirements.txt
	printf '%s\n' './wheel.whl' '--find-links ./wheels' 'fine==1 # -e ./no' >more.txt
	run cvenv allow
	assert_success
	assert_output --partial "code that will run when they are installed"
	assert_output --partial "$P/requirements.txt:3: '-e ./pkg' (installed in place"
	assert_output --partial "$P/requirements.txt:4: 'git+https://example.org/b' (fetched from a repository"
	assert_output --partial "$P/more.txt:1: './wheel.whl' (a folder or archive"
	assert_output --partial "$P/more.txt:2: '--find-links ./wheels' (decides where"
	assert_output --partial "$P/.cvenv.yml:1: '.[dev]'"
	assert_output --partial "$P/.cvenv.yml:2: 'a @ https://example.org/a.zip' (fetched from an address"
	refute_output --partial "'named>=1'"
	refute_output --partial "'plain' ("
	refute_output --partial "./no"
}

@test "the local config is trusted on its own" {
	echo 'env: {LOCAL: here}' >.cvenv.local.yml
	cvenv allow .cvenv.yml
	assert_entered
	refute_output --partial LOCAL
	[[ $stderr == *".cvenv.local.yml' is not allowed"* ]]
	cvenv allow .cvenv.local.yml
	assert_entered
	assert_output --partial "__cvenv_set LOCAL "
	echo '# changed' >>.cvenv.local.yml
	assert_entered
	refute_output --partial LOCAL
	[[ $stderr == *".cvenv.local.yml' was changed"* ]]
	cvenv allow
	assert_entered
	assert_output --partial "__cvenv_set LOCAL "
}

@test "a config that is allowed by its name leaves the other's permission as it was" {
	echo 'env: {LOCAL: here}' >.cvenv.local.yml
	cvenv allow .cvenv.local.yml
	assert_kept_out
	cvenv allow .cvenv.yml
	assert_entered
	assert_output --partial "__cvenv_set LOCAL "
	echo '# changed' >>.cvenv.yml
	echo '# changed' >>.cvenv.local.yml
	cvenv allow .cvenv.local.yml
	assert_kept_out
}

@test "the bytes that are compared are the bytes that are parsed: each config is opened once" {
	need strace
	need_plain_build
	cvenv allow
	strace -o "$HOME/log" cvenv export bash --token= >/dev/null
	run grep -c '^open.*"[^"]*/\.cvenv\.yml"' <(grep "$P/" "$HOME/log")
	assert_output 1
	echo '# changed' >>.cvenv.yml
	strace -o "$HOME/log" cvenv allow
	run grep -c '^open.*"[^"]*/\.cvenv\.yml"' <(grep "$P/" "$HOME/log")
	assert_output 1
}

# --- links, moves, copies, worktrees

@test "a folder that is come by through a link is the same project" {
	ln -s shop "$HOME/link"
	(cd "$HOME/link" && cvenv allow)
	assert [ -e "$(place allowed "$P")" ]
	assert_entered
	assert_entered "$HOME/link"
}

@test "a link elsewhere to an allowed file is not allowed" {
	cvenv allow
	mkdir "$HOME/other"
	ln -s "$P/.cvenv.yml" "$HOME/other/.cvenv.yml"
	assert_kept_out "$HOME/other"
	[[ $stderr == *"is not allowed"* ]]
}

@test "a config that is a link is trusted where the link stands, by what it leads to" {
	mv .cvenv.yml "$HOME/shared.yml"
	ln -s "$HOME/shared.yml" .cvenv.yml
	cvenv allow
	assert [ -e "$(place allowed "$P")" ]
	assert_entered
	echo '# changed' >>"$HOME/shared.yml"
	assert_kept_out
}

@test "a hard link elsewhere to an allowed file is not allowed" {
	cvenv allow
	mkdir "$HOME/other"
	ln .cvenv.yml "$HOME/other/.cvenv.yml"
	assert_kept_out "$HOME/other"
}

@test "a copied project has to be allowed again, a moved one too, until it is back" {
	cvenv allow
	cp -a "$P" "$HOME/copy"
	assert_kept_out "$HOME/copy"
	cd "$HOME"
	mv shop moved
	assert_kept_out "$HOME/moved"
	mv moved shop
	assert_entered
}

@test "what comes to stand where an allowed project stood is allowed only with the same bytes" {
	cvenv allow
	cd "$HOME"
	mv shop old
	project "$P" "$V" 'env: {MARK: another}'
	assert_kept_out
	rm -r shop
	mv old shop
	assert_entered
}

@test "each worktree of a repository has to be allowed" {
	repository
	git add .cvenv.yml
	git commit -qm first
	cvenv allow
	git worktree add -q "$HOME/tree" -b other
	assert_kept_out "$HOME/tree"
	cvenv allow "$HOME/tree"
	assert_entered "$HOME/tree"
	cvenv deny "$HOME/tree"
	assert_entered
}

# --- deny

@test "deny holds whatever the file becomes, in silence, until allow" {
	cvenv allow
	assert_entered
	run cvenv deny
	assert_success
	assert_output "cvenv: denied '$P'; 'cvenv allow' ends that"
	assert_kept_out
	assert_equal "$stderr" ""
	assert_trust denied
	printf '%s\n' "$V" 'env: {MARK: other}' >.cvenv.yml
	assert_kept_out
	assert_equal "$stderr" ""
	echo 'not: [valid' >.cvenv.yml
	assert_kept_out
	assert_equal "$stderr" ""
	rm .cvenv.yml
	project "$P" "$V" 'env: {MARK: new}'
	assert_kept_out
	assert_equal "$stderr" ""
	run cvenv allow
	assert_output --partial "it was denied until now"
	assert_entered
}

@test "a denied project is silent also when its config cannot be read any more" {
	cvenv deny
	rm .cvenv.yml
	mkdir .cvenv.yml
	assert_kept_out
	assert_equal "$stderr" ""
	assert_trust denied
}

@test "deny forgets what was allowed" {
	cvenv allow
	cvenv deny
	assert [ ! -e "$(place allowed "$P")" ]
	rm "$(place denied "$P")"
	assert_kept_out
}

@test "deny takes a folder, even one without a config yet, and a config by its name" {
	mkdir "$HOME/later"
	cvenv deny "$HOME/later"
	project "$HOME/later" "$V" 'env: {MARK: later}'
	assert_kept_out "$HOME/later"
	assert_equal "$stderr" ""
	cvenv deny .cvenv.yml
	assert_trust denied
	run cvenv deny .cvenv.local.yml
	assert_failure 1
	assert_output --partial "cannot be denied by itself"
	run cvenv deny nowhere
	assert_failure 1
	run cvenv deny a b
	assert_failure 2
	(cd "$HOME" && run cvenv deny && assert_failure 1)
}

@test "deny is by real path, and the folder's links are denied with it" {
	ln -s shop "$HOME/link"
	cvenv deny "$HOME/link"
	assert_trust denied "$HOME/link"
	assert_trust denied "$P"
}

# --- trusted paths

@test "what stands below a trusted path needs no record, but a denial beats it" {
	settings "trusted-paths: [$HOME/shop]"
	assert_entered
	cvenv deny
	assert_kept_out
	assert_equal "$stderr" ""
	cvenv allow
	assert_entered
}

@test "a bare environment below a trusted path is a project unless it is denied" {
	mkdir "$HOME/bare" "$HOME/bare-evil"
	environment "$HOME/bare/.venv"
	environment "$HOME/bare-evil/.venv"
	ln -s bare "$HOME/link"
	settings 'detect: true' "trusted-paths: [$HOME/link]"
	run hook "$HOME/bare"
	assert_output --partial "__cvenv_set VIRTUAL_ENV "
	run hook "$HOME/bare-evil"
	refute_output --partial "__cvenv_set"
	cvenv deny "$HOME/bare"
	run hook "$HOME/bare"
	refute_output --partial "__cvenv_set"
}

@test "trusted paths are compared component by component, after links are resolved" {
	project "$HOME/shop-evil" "$V" 'env: {MARK: evil}'
	mkdir "$HOME/trusted"
	ln -s "$HOME/shop-evil" "$HOME/trusted/inside"
	ln -s shop "$HOME/link"
	settings "trusted-paths: [$HOME/shop, $HOME/trusted]"
	assert_entered
	assert_kept_out "$HOME/shop-evil"
	assert_kept_out "$HOME/trusted/inside"
	settings "trusted-paths: [$HOME/link]"
	assert_entered
	assert_kept_out "$HOME/shop-evil"
}

@test "a project cannot trust itself, nor move where trust is kept" {
	local line
	while IFS= read -r line; do
		printf '%s\n' "$line" >.cvenv.yml
		run cvenv allow
		assert_failure 1
	done <<-'ROWS'
		trusted-paths: [/]
		env: {XDG_STATE_HOME: /tmp/evil}
		env: {XDG_CONFIG_HOME: /tmp/evil}
		env: {CVENV_TRUSTED_PATHS: /}
		env: {HOME: /tmp/evil}
	ROWS
}

# --- whose files are believed

@test "a config is accepted by its bytes, whoever owns it" {
	need_root
	chown 65534:65534 .cvenv.yml
	chmod 666 .cvenv.yml
	cvenv allow
	assert_entered
}

@test "root believes no record but root's own" {
	need_root
	cvenv allow
	chown 65534:65534 "$(place allowed "$P")"
	assert_kept_out
	[[ $stderr == *"somebody else could have written"* ]]
	cvenv allow
	assert_entered
	chown 65534:65534 "$XDG_STATE_HOME/cvenv/allowed"
	assert_kept_out
	[[ $stderr == *"is somebody else's or open to others"* ]]
	run cvenv allow
	assert_failure 1
	assert_output --partial "is somebody else's or open to others"
}

@test "records that others could have written are not believed, with one line" {
	local mode
	cvenv allow
	chmod 622 "$(place allowed "$P")"
	assert_kept_out
	[[ $stderr == *"somebody else could have written"* ]]
	chmod 600 "$(place allowed "$P")"
	for mode in 777 755 750; do
		chmod $mode "$XDG_STATE_HOME/cvenv/allowed"
		assert_kept_out
		[[ $stderr == *"/cvenv/allowed' is somebody else's or open to others"*"chmod 700"* ]]
		run cvenv allow
		assert_failure 1
		assert_equal "$(grep -c 'open to others' <<<"$output")" 2 # of the record that is there, and of the new one
	done
	chmod 700 "$XDG_STATE_HOME/cvenv/allowed"
	chmod 777 "$XDG_STATE_HOME/cvenv"
	assert_kept_out
	[[ $stderr == *"/cvenv' is somebody else's or open to others"* ]]
	chmod 700 "$XDG_STATE_HOME/cvenv"
	assert_entered
}

@test "a damaged record counts as none, is told once, and allow mends it" {
	local record
	cvenv allow
	record=$(place allowed "$P")
	truncate -s -1 "$record"
	assert_kept_out
	[[ $stderr == *"is damaged"* ]]
	run cvenv allow
	assert_success
	assert_output --partial "is damaged"
	assert_entered
	rm "$record"
	mkdir "$record"
	assert_kept_out
	[[ $stderr == *"cannot read the record"* ]]
	rmdir "$record"
	sed -i '1s/1/2/' "$(cvenv allow 2>/dev/null && echo "$record")"
	assert_kept_out
	[[ $stderr == *"newer cvenv"* ]]
}

@test "a folder that others can write to does not go on PATH" {
	local bin=$P/bin
	mkdir bin
	project "$P" "$V" 'env: {MARK: inside}' 'path: [bin]'
	cvenv allow
	assert_entered
	assert_output --partial "$bin"
	chmod 777 bin
	assert_kept_out
	[[ $stderr == *"others can write to '$bin'"* ]]
	chmod 755 bin
	chmod 777 "$P"
	assert_kept_out
	[[ $stderr == *"others can write to '$P'"* ]]
	chmod 1777 "$P" # a sticky parent is fine
	assert_entered
	chmod 755 "$P"
	chmod 1777 bin # in a sticky folder itself others can add programs
	assert_kept_out
	chmod 775 bin # the user's own primary group
	chgrp "$(id -g)" bin
	assert_entered
	chmod 777 bin
	settings "safe-directories: [$HOME]"
	assert_entered
}

@test "a folder of another user's, or of another group, does not go on PATH" {
	need_root
	mkdir bin
	project "$P" "$V" 'env: {MARK: inside}' 'path: [bin]'
	cvenv allow
	chown 65534 bin
	assert_kept_out
	chown 0 bin
	assert_entered
	chgrp 65534 bin
	assert_entered
	chmod 775 bin
	assert_kept_out
}

# --- nowhere to keep it

# as_user COMMAND…: by an ordinary user, to whom the home then belongs.
as_user()
{
	if [ "$(id -u)" != 0 ]; then
		"$@"
		return
	fi
	chown -R -h 54321:54321 "$HOME"
	setpriv --reuid 54321 --regid 54321 --clear-groups "$@"
}

# For root: whether an ordinary user gets at the program and the home.
need_another_user()
{
	local dir=$HOME
	[ "$(id -u)" = 0 ] || return 0
	need setpriv
	for dir in "$HOME" "$BATS_TEST_TMPDIR" "${BATS_TEST_TMPDIR%/*}" "$BATS_RUN_TMPDIR"; do
		chmod go+x "$dir"
	done
	as_user cvenv version >/dev/null || skip "an ordinary user cannot run $(command -v cvenv)"
	as_user test -r "$P/.cvenv.yml" || skip "an ordinary user cannot come to $HOME"
}

@test "a state folder that cannot be made is one clear line" {
	run env XDG_STATE_HOME=/dev/null cvenv -q allow
	assert_failure 1
	assert_output "cvenv: error: cannot make the folder '/dev/null/cvenv/allowed': Not a directory"
	run env XDG_STATE_HOME=/dev/null cvenv -q deny
	assert_failure 1
	assert_equal "${#lines[@]}" 1
}

@test "a state folder that cannot be written leaves what was allowed as it is" {
	need_another_user
	as_user cvenv allow
	chmod 500 "$XDG_STATE_HOME/cvenv/allowed"
	run as_user cvenv export bash --token=
	assert_output --partial "__cvenv_set MARK "
	echo '# changed' >>.cvenv.yml
	run as_user cvenv -q allow
	assert_failure 1
	assert_output --partial "cannot write '$XDG_STATE_HOME/cvenv/allowed/"
	assert_equal "${#lines[@]}" 1
	run as_user cvenv -q deny
	assert_failure 1
	run as_user cvenv status
	assert_output --partial "denied"
}

@test "without a home folder there is nowhere to keep it, and a trusted path still holds" {
	need_root # for a user of no home in the password file
	need_another_user
	local homeless="as_user env -u HOME -u XDG_STATE_HOME -u XDG_CONFIG_HOME -u XDG_DATA_HOME -u XDG_CACHE_HOME"
	run $homeless cvenv -q allow
	assert_failure 1
	assert_output --partial "set HOME or XDG_STATE_HOME"
	run --separate-stderr $homeless CVENV_TRUSTED_PATHS="$P" cvenv export bash --token=
	assert_success
	assert_output --partial "__cvenv_set MARK "
}
