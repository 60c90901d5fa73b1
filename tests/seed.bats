#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# pip in new environments, out of the cache.

load lib/common
load lib/seed

# image: the folder of the one image that there is
image()
{
	local found
	found=$(find "$CVENV_CACHE_DIR/images-1" -mindepth 1 -maxdepth 1 -type d)
	[ "$(grep -c . <<<"$found")" = 1 ] || { echo "images: $found" >&2; return 1; }
	printf '%s' "$found"
}

@test "seed: pip from the cache is whole, the second time too" {
	run -0 cvenv create -q --json one
	assert_output --partial '"pip": "cache", "link-mode": "'
	works one
	run -0 cvenv create -v two
	assert_output --regexp 'Installed pip [0-9.]+ from the cache \((clone|hardlink|copy)\)'
	works two
	assert_equal "$(contents one)" "$(contents two)"
}

@test "seed: with pip, too, no program is started the second time" {
	need strace
	need_plain_build
	cvenv create -q one
	run -0 strace -f -qq -e trace=execve -o trace cvenv create -q two
	assert_equal "$(grep -c execve trace)" 1
}

@test "seed: what is compiled is valid, whatever way it came" {
	local mode
	for mode in hardlink copy auto; do
		run -0 cvenv create -q --json --link-mode "$mode" "$mode"
		[ "$mode" = auto ] || assert_output --partial "\"link-mode\": \"$mode\""
		"$mode/bin/python" - <<-'EOP'
			import glob, importlib.util, os, pip, struct
			top = os.path.dirname(pip.__file__)
			compiled = glob.glob(top + "/**/__pycache__/*.pyc", recursive=True)
			assert len(compiled) > 100
			for path in compiled:
			    with open(path, "rb") as file:
			        header = file.read(16)
			    source = os.stat(importlib.util.source_from_cache(path))
			    if header[4:8] == bytes(4) or header[:2] < b"\x42\x0d":
			        fields = struct.unpack("<II", header[8:16])
			        assert fields == (int(source.st_mtime), source.st_size), path
		EOP
	done
	local in_image
	in_image=$(image)/files/pip/__init__.py
	[ "$(packages hardlink)/pip/__init__.py" -ef "$in_image" ]
	[ ! "$(packages copy)/pip/__init__.py" -ef "$in_image" ]
	[ ! "$(packages copy)/pip/__init__.py" -nt "$in_image" ]
	assert_equal "$(contents copy)" "$(contents hardlink)"
}

@test "seed: what the base interpreter has compiled is taken where it is of the same source, and whole" {
	mkdir image
	cat - "$CVENV_SOURCE/shell/image.py" >program <<-'EOP'
		# ahead of it: packages of the base interpreter, each of its files with code that says so
		import ensurepip, importlib.util, marshal, os, py_compile, site, sys
		top = os.path.join(os.getcwd(), "theirs")
		site.getsitepackages = lambda: [os.path.join(top, "nothing"), top]
		def theirs(name, source, change=lambda code: code):
		    path = os.path.join(top, name)
		    os.makedirs(os.path.dirname(path), exist_ok=True)
		    with open(path, "wb") as file:
		        file.write(source)
		    made = py_compile.compile(path, doraise=True)
		    with open(made, "rb") as file:
		        code = file.read()
		    head = 12 if sys.version_info < (3, 7) else 16
		    with open(made, "wb") as file:
		        file.write(change(code[:head] + marshal.dumps(compile("theirs = 1", path, "exec"))))
		def prepare(wheel):
		    theirs("pip/__init__.py", wheel.read("pip/__init__.py"))
		    theirs("pip/__main__.py", wheel.read("pip/__main__.py").replace(b"import os", b"import oz"))
		    theirs("pip/_internal/__init__.py", wheel.read("pip/_internal/__init__.py"), lambda code: code[:8] + bytes(4) + code[12:])
		    theirs("pip/_internal/exceptions.py", wheel.read("pip/_internal/exceptions.py"), lambda code: code[:-4])
		    theirs("pip/_vendor/__init__.py", wheel.read("pip/_vendor/__init__.py"), lambda code: b"\0" + code[1:])
		import zipfile
		class Prepared(zipfile.ZipFile):
		    def __init__(self, path, *rest):
		        super().__init__(path, *rest)
		        if os.path.basename(path).startswith("pip-") and not os.path.exists(top):
		            prepare(self)
		zipfile.ZipFile = Prepared
	EOP
	python3 -I -S -c "$(<program)" "$PWD/image" 022 /nowhere/site-packages >/dev/null
	run -0 python3 - <<-'EOP'
		import glob, importlib.util, marshal, os, sys
		for path in sorted(glob.glob("image/files/pip/**/__pycache__/*.pyc", recursive=True)):
		    with open(path, "rb") as file:
		        data = file.read()
		    status = os.stat(importlib.util.source_from_cache(path))
		    head = 12 if sys.version_info < (3, 7) else 16
		    fields = int.from_bytes(data[head - 8:head - 4], "little"), int.from_bytes(data[head - 4:head], "little")
		    assert fields == (int(status.st_mtime), status.st_size), path
		    if "theirs" in marshal.loads(data[head:]).co_names:
		        print(os.path.dirname(os.path.dirname(path)), oct(os.stat(path).st_mode & 0o7777))
	EOP
	assert_output "image/files/pip 0o644"
}

@test "seed: a traceback names the environment's own files" {
	cvenv create -q env
	run -1 env/bin/python -c 'import pip._internal.cli.main as m; m.main.__code__.co_filename.index("'"$PWD"'/env/"); m.main(5)'
	assert_output --partial "File \"$(packages "$PWD/env")/pip/_internal/cli/main.py\""
}

@test "seed: environments do not reach each other" {
	local wheel before
	cvenv create -q --link-mode hardlink a
	cvenv create -q --link-mode hardlink b
	before=$(contents b)
	a/bin/python -m compileall -q -f "$(packages a)/pip"
	a/bin/pip -q --disable-pip-version-check uninstall -y pip
	[ ! -e a/bin/pip ]
	assert_equal "$(contents b)" "$before"
	works b
	wheel=$(find "$(python3 -c 'import os, ensurepip; print(os.path.dirname(ensurepip.__file__))')" /usr/share/python-wheels \
		-name 'pip-*.whl' 2>/dev/null | head -n 1)
	cvenv create -q --link-mode hardlink c
	c/bin/python -m pip -q --disable-pip-version-check install --no-index --force-reinstall "$wheel"
	assert_equal "$(contents b)" "$before"
	cvenv create -q d
	assert_equal "$(contents d)" "$before"
}

@test "seed: an image that was changed is made again" {
	local before there how
	cvenv create -q --link-mode hardlink a
	before=$(contents a)
	for how in 'echo "# mine" >>pip/__init__.py' ': >pip/_internal/exceptions.py' 'rm pip/_internal/exceptions.py' 'chmod 600 pip/__init__.py' \
		'touch pip/__init__.py' 'rm -r pip/_vendor' 'ln -sf /etc/passwd pip/__init__.py' 'echo x >../manifest' 'rm ../manifest' \
		'rm -r ../files' 'truncate -s 20000 ../manifest'; do
		there=$(image)/files
		(cd "$there" && eval "$how")
		run -0 cvenv create -q --json "b"
		assert_output --partial '"pip": "cache"'
		assert_equal "$(contents b)" "$before"
		assert_equal "$(find "$CVENV_CACHE_DIR/images-1" -mindepth 1 -maxdepth 1 -name '.*')" ''
		rm -rf b
	done
	# Through an environment, by an editor that writes in place.
	rm -rf a
	cvenv create -q --link-mode hardlink a
	echo '# mine' >>"$(packages a)/pip/__init__.py"
	cvenv create -q b
	assert_equal "$(contents b)" "$before"
}

@test "seed: modes are those of the umask" {
	local mask
	for mask in 077 002; do
		umask "$mask"
		export CVENV_CACHE_DIR=$PWD/cache
		cvenv create -q "env$mask"
		cvenv create -q "again$mask"
	done
	assert_equal "$(stat -c %a "$(packages again077)/pip/__init__.py" "$(packages again077)/pip" again077/bin/pip | tr '\n' ' ')" '600 700 755 '
	assert_equal "$(stat -c %a "$(packages again002)/pip/__init__.py" "$(packages again002)/pip" again002/bin/pip | tr '\n' ' ')" '664 775 775 '
	assert_equal "$(find cache -maxdepth 2 -perm /077)" ''
}

@test "seed: programs run from any path" {
	local long name
	long=$(printf 'x%.0s' {1..120})
	for name in plain 'with space' "$long" "it's \"\$(touch hit)\" \`touch hit\` \\x" $'tab\tand\nline' $'\xff\xfe' "$long'''\\N" 'ünï'; do
		run -0 cvenv create -q "$name"
		PATH=/usr/bin:/bin run -0 --separate-stderr "$name/bin/pip" --version
		assert_output --partial ' (python '
		assert_equal "$stderr" ''
		[ ! -e hit ]
	done
}

@test "seed: --relocatable programs find their Python where they are" {
	cvenv create -q --relocatable env
	mv env 'moved to'
	run -0 'moved to/bin/pip' --version
	assert_output --partial "from $PWD/moved to/lib"
}

@test "seed: packages that are there are left to pip" {
	cvenv create -q --without-pip env
	touch "$(packages env)/mine.py"
	run -0 cvenv create -q --json env
	assert_output --partial '"pip": "ensurepip", "link-mode": null'
	works env
	[ -e "$(packages env)/mine.py" ]
}

@test "seed: without a cache that can be used, ensurepip does it, with one line" {
	touch file
	export CVENV_CACHE_DIR=$PWD/file
	run -0 --separate-stderr cvenv create -q --json env
	assert_output --partial '"pip": "ensurepip"'
	assert_equal "$(grep -c . <<<"$stderr")" 1
	[[ $stderr == *"cannot use the cache '$PWD/file/images-1': Not a directory; pip is installed without the cache" ]]
	works env
}

@test "seed: a cache that others can write is not used" {
	mkdir -p open/images-1
	chmod 777 open/images-1
	export CVENV_CACHE_DIR=$PWD/open
	run -0 --separate-stderr cvenv create -q --json env
	assert_output --partial '"pip": "ensurepip"'
	[[ $stderr == *"cannot use the cache '$PWD/open/images-1': Operation not permitted"* ]]
	assert_equal "$(ls -A open/images-1)" ''
}

@test "seed: --link-mode, its variable, and what it takes" {
	run -2 cvenv create --link-mode symlink env
	assert_output --partial "option '--link-mode' takes auto, clone, hardlink or copy, not 'symlink'"
	CVENV_LINK_MODE=copy run -0 cvenv create -q --json a
	assert_output --partial '"link-mode": "copy"'
	CVENV_LINK_MODE=copy run -0 cvenv create -q --json --link-mode hardlink b
	assert_output --partial '"link-mode": "hardlink"'
	mkdir -p "$XDG_CONFIG_HOME/cvenv"
	echo 'link-mode: copy' >"$XDG_CONFIG_HOME/cvenv/config.yml"
	run -0 cvenv create -q --json c
	assert_output --partial '"link-mode": "copy"'
}

@test "seed: many at once: one makes the image, all use it" {
	export CVENV_CACHE_DIR=$PWD/cache
	local i
	for i in {1..8}; do
		cvenv create -v --json "env$i" >"out$i" 2>"err$i" &
	done
	wait
	assert_equal "$(cat out? | grep -c '"pip": "cache"')" 8
	assert_equal "$(cat err? | grep -c 'Preparing pip')" 1
	assert_equal "$(for i in {1..8}; do contents "env$i" | sha256sum; done | sort -u | wc -l)" 1
}

# interrupted SIGNAL: sends it to `cvenv create` while the image is being made
interrupted()
{
	python3 - "$1" <<-'EOP'
		import glob, os, signal, subprocess, sys, time
		child = subprocess.Popen(["cvenv", "create", "-q", "env"], start_new_session=True, stderr=subprocess.PIPE)
		where = os.path.join(os.environ["CVENV_CACHE_DIR"], "images-1", ".*-new-*", "files", "pip", "*")
		while child.poll() is None and not glob.glob(where):
		    time.sleep(0.01)
		os.killpg(child.pid, getattr(signal, "SIG" + sys.argv[1]))
		said = child.communicate()[1].decode()
		print(child.returncode, said.strip())
	EOP
}

@test "seed: interrupted while the image is being made" {
	export CVENV_CACHE_DIR=$PWD/cache
	run -0 interrupted INT
	assert_output "-2 cvenv: error: interrupted: '$PWD/env' was not made"
	[ ! -e env ]
	assert_equal "$(find cache -name '.*' -o -name files)" ''
	run -0 interrupted KILL
	assert_output '-9 '
	[ ! -e env ]
	[ "$(find cache -maxdepth 2 -name '.*-new-*' | wc -l)" = 1 ]
	cvenv create -q env
	works env
	assert_equal "$(find cache -maxdepth 2 -name '.*')" ''
}

@test "seed: on a terminal a bar shows how far the image is, and goes" {
	export CVENV_CACHE_DIR=$PWD/cache
	python3 - <<-'EOP' >shown
		import os, pty, sys
		child, terminal = pty.fork()
		if child == 0:
		    os.execvp("cvenv", ["cvenv", "create", "env"])
		said = b""
		while True:
		    try:
		        piece = os.read(terminal, 4096)
		    except OSError:
		        break
		    if not piece:
		        break
		    said += piece
		sys.stdout.write(said.decode())
		sys.exit(os.waitpid(child, 0)[1] != 0)
	EOP
	! grep -q 'Preparing packages' shown || grep -q $'\r\e\[Kcvenv: Created in' shown
	run -0 --separate-stderr cvenv create again
	assert_output ''
	[[ $stderr != *$'\r'* ]]
}
