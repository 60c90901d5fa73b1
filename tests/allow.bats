#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What allow shows and what it refuses.
# shellcheck disable=SC2154 # output, stderr and lines are `run`'s
load lib/common
load lib/trust

# --- allow shows and records

@test "allow shows all that the config would do" {
	cat >.cvenv.yml <<-'YAML'
		venv: env
		python: ">=3.11"
		prompt: the shop
		system-site-packages: true
		pip: false
		create: never
		requirements: [requirements.txt]
		packages: [requests]
		sync: never
		env: {SET: to this, CUT: null}
		path: [tools]
		dotenv: [.env]
		inherit: true
		watch: [Makefile]
		post-create: [make all]
		environments:
		  docs:
		    python: "3.12"
		    env: {OTHER: value}
	YAML
	printf 'A=secret\nB=secret\n' >.env
	: >requirements.txt
	run --separate-stderr cvenv allow
	assert_success
	assert_output ""
	local line
	for line in "'$P/.cvenv.yml':" "environment: 'env'" "python: '>=3.11'" "prompt: 'the shop'" \
		"sees the packages of its Python" "gets no pip" "is never made on entering" \
		"requirements: 'requirements.txt'" "packages: 'requests'" "sets SET to 'to this'" "unsets CUT" \
		"puts on PATH: 'tools'" "reads variables from: '.env'" "'$P/.env' sets A, B" \
		"takes over the next config above" "watches: 'Makefile'" \
		"runs once after the environment was made: 'make all'" "further environment 'docs':" \
		"environment: '.venv-docs'" "python: '3.12'" "sets OTHER to 'value'" "allowed '$P'"; do
		[[ $stderr == *"$line"* ]] || fail "'$line' is missing in: $stderr"
	done
	[[ $stderr != *secret* ]]
}

@test "allow shows what changed since, line by line" {
	echo 'A=1' >.env
	echo 'one' >requirements.txt
	project "$P" 'python: "3.11"' 'dotenv: [.env]' 'requirements: [requirements.txt]'
	cvenv allow
	run cvenv allow
	assert_output --partial "nothing changed since it was allowed"
	sed -i 's/3.11/3.12/' .cvenv.yml
	echo 'A=2' >.env
	echo 'two' >>requirements.txt
	run cvenv allow
	assert_line "cvenv:   -python: \"3.11\""
	assert_line "cvenv:   +python: \"3.12\""
	assert_line "cvenv: '$P/.env' was changed since it was allowed"
	assert_line "cvenv:    one"
	assert_line "cvenv:   +two"
	rm .env
	run cvenv allow
	assert_line "cvenv: '$P/.env' was removed since it was allowed"
}

@test "allow without an argument means the nearest config here or above" {
	mkdir -p sub/deeper
	(cd sub/deeper && cvenv allow)
	assert_entered
	project "$P/sub" 'env: {MARK: sub}'
	(cd sub/deeper && cvenv allow)
	assert [ -e "$(place allowed "$P/sub")" ]
}

@test "allow takes a folder, and a config by its name" {
	cd "$HOME"
	cvenv allow shop
	assert_entered
	echo '# changed' >>shop/.cvenv.yml
	cvenv allow shop/.cvenv.yml
	assert_entered
	cvenv allow -- "$P/"
}

@test "allow refuses what is no project, with one line and status 1" {
	local path message
	cd "$HOME"
	mkdir empty
	mkdir -p folder/.cvenv.yml fifo
	mkfifo fifo/.cvenv.yml
	: >file
	while IFS='|' read -r path message; do
		run cvenv allow "$path"
		assert_failure 1
		assert_output --partial "$message"
		assert_equal "${#lines[@]}" 1
	done <<-'ROWS'
		empty|there is no .cvenv.yml in
		nowhere|cannot find 'nowhere'
		nowhere/.cvenv.yml|cannot find 'nowhere'
		file|neither a folder nor a file named .cvenv.yml
		folder|it is a folder
		fifo|it is not a regular file
		empty/.cvenv.local.yml|there is no .cvenv.local.yml in
	ROWS
	run cvenv allow
	assert_failure 1
	assert_output --partial "there is no .cvenv.yml here or in a folder above"
	run cvenv allow a b
	assert_failure 2
	assert [ ! -e "$XDG_STATE_HOME/cvenv/allowed" ]
}

@test "allow refuses a config that is not valid, with all its errors" {
	printf 'pyton: "3.12"\nvenv: [a]\n' >.cvenv.yml
	run cvenv allow
	assert_failure 1
	assert_output --partial ".cvenv.yml:1:1: "
	assert_output --partial ".cvenv.yml:2:7: "
	assert_trust "not valid"
	assert [ ! -e "$(place allowed "$P")" ]
}

@test "allow refuses what a config names and nobody could use" {
	project "$P" 'dotenv: [.env]'
	echo 'PATH=/evil' >.env
	run cvenv allow
	assert_failure 1
	assert_output --partial ".env:1:1: "
	project "$P" 'requirements: [sub]'
	mkdir sub
	run cvenv allow
	assert_failure 1
	assert_output --partial "'$P/sub': it is a folder"
}

@test "a config that was valid when it was allowed stays so until it is replaced" {
	cvenv allow
	cp "$(place allowed "$P")" "$HOME/record"
	echo 'pyton: 1' >>.cvenv.yml
	run cvenv allow
	assert_failure 1
	cmp "$(place allowed "$P")" "$HOME/record"
}

@test "-q says nothing but errors" {
	run cvenv -q allow
	assert_success
	assert_output ""
	run cvenv -q deny
	assert_success
	assert_output ""
	run cvenv -q allow nowhere
	assert_failure 1
	assert_output --partial "cannot find"
}

# --- environments that git tracks

@test "allow refuses an environment whose files git tracks" {
	repository
	project "$P"
	environment .venv
	git add -f .venv/bin/python
	run cvenv allow
	assert_failure 1
	assert_output --partial "git tracks '$P/.venv/bin/python'"
	assert_trust "not allowed"
	git rm -qr --cached .venv
	run cvenv allow
	assert_success
}

@test "allow refuses a tracked environment wherever the config names it" {
	repository
	mkdir sub
	environment sub/env
	git add -f sub/env
	ln -s sub/env link
	ln -s sub dir
	echo sub/env >pointer
	rm -r sub/env/bin
	while IFS= read -r line; do
		printf "%s\n" "$line" >.cvenv.yml
		run cvenv allow
		assert_failure 1
		assert_output --partial "git tracks '$P/sub/env/"
	done <<-'ROWS'
		venv: sub/env
		venv: ./sub/../sub/env/
		venv: ${CVENV_ROOT}/sub/env
		venv: link
		venv: dir/env
		venv: pointer
		venv: sub
		environments: {docs: {venv: sub/env}}
	ROWS
	rm -r sub
	echo 'venv: sub/env' >.cvenv.yml
	run cvenv allow # tracked, though it is not there at the moment
	assert_failure 1
	echo 'venv: .' >.cvenv.yml
	run cvenv allow
	assert_failure 1
}

@test "allow refuses a tracked link or pointer in the environment's place" {
	repository
	project "$P"
	environment "$HOME/elsewhere"
	ln -s "$HOME/elsewhere" .venv
	git add -f .venv
	run cvenv allow
	assert_failure 1
	assert_output --partial "git tracks '$P/.venv'"
	rm .venv
	echo "$HOME/elsewhere" >.venv
	run cvenv allow
	assert_failure 1
}

@test "allow refuses a tracked environment that the local config names, and one that it covers up" {
	repository
	environment tracked
	git add -f tracked
	echo 'venv: tracked' >.cvenv.local.yml
	run cvenv allow
	assert_failure 1
	run cvenv allow .cvenv.local.yml
	assert_failure 1
	run cvenv allow .cvenv.yml
	assert_success
	echo 'venv: tracked' >.cvenv.yml
	echo 'venv: mine' >.cvenv.local.yml
	run cvenv allow
	assert_failure 1
}

@test "an environment that git ignores or does not know is fine, and so is one in a folder without git" {
	repository
	project "$P"
	environment .venv
	run cvenv allow
	assert_success
	echo '*' >.venv/.gitignore
	run cvenv allow
	assert_success
	rm -rf .git
	run cvenv allow
	assert_success
	refute_output --partial git
}

@test "asking git runs nothing of the repository's, and a git hook's environment does not mislead it" {
	repository
	project "$P"
	environment .venv
	git add -f .venv
	git config core.fsmonitor "touch $HOME/ran; false"
	git config core.pager "touch $HOME/ran"
	git update-index --fsmonitor 2>/dev/null || :
	rm -f "$HOME/ran"
	git init -q "$HOME/empty"
	GIT_DIR=$HOME/empty/.git GIT_INDEX_FILE=$HOME/none run cvenv allow
	assert_failure 1
	assert_output --partial "git tracks"
	assert [ ! -e "$HOME/ran" ]
}

@test "without git an environment is not asked about" {
	local bin=$HOME/bin
	repository
	project "$P"
	environment .venv
	git add -f .venv
	mkdir "$bin"
	PATH=$bin run "$(command -v cvenv)" allow
	assert_success
}
