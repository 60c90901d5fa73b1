# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# pip in environments, for test files that make their images in BATS_FILE_TMPDIR.

setup_file()
{
	mkdir "$BATS_FILE_TMPDIR/cache"
	chmod 700 "$BATS_FILE_TMPDIR/cache"
}

setup()
{
	common_setup
	command -v python3 >/dev/null || skip "python3 is not installed"
	python3 -c 'import sys; sys.exit(sys.version_info < (3, 6))' || skip "python3 is too old"
	python3 -c 'import ensurepip' 2>/dev/null || skip "python3 has no ensurepip"
	umask 022
	# One image for all tests: one that has to be made takes seconds.
	export CVENV_CACHE_DIR=$BATS_FILE_TMPDIR/cache
}

packages()
{
	printf '%s\n' "$1"/lib/*/site-packages
}

# contents ENV: what is in its packages, but for the RECORDs, which name its scripts, and the times in what is compiled
contents()
{
	(cd "$(packages "$1")" && find . -type f ! -name RECORD ! -name '*.pyc' -exec sha256sum {} + | sort -k 2 &&
		find . -name '*.pyc' -printf '%p %s\n' | sort)
}

# works ENV: whether its pip is whole, as far as pip and its Python can tell
works()
{
	local python=$1/bin/python expected
	"$1/bin/pip" --version | grep -qF "from $PWD/$1/lib"
	"$python" -m pip check
	expected=$("$python" -m ensurepip --version)
	"$python" - "${expected#pip }" <<-'EOP'
		import base64, csv, hashlib, os, sys
		try:
		    from importlib.metadata import distribution
		except ImportError:
		    sys.exit()
		found = distribution("pip")
		assert found.version == sys.argv[1], (found.version, sys.argv[1])
		assert found.read_text("INSTALLER") == "pip\n"
		rows = {str(file): file for file in found.files}
		here = {os.path.relpath(os.path.join(top, name), str(found.locate_file(""))) for top, _, names in os.walk(str(found.locate_file("pip"))) for name in names}
		assert here <= set(rows), sorted(here - set(rows))[:5]
		for name, file in rows.items():
		    with open(str(file.locate()), "rb") as stream:
		        text = stream.read()
		    if file.hash:
		        digest = base64.urlsafe_b64encode(hashlib.sha256(text).digest()).decode().rstrip("=")
		        assert (file.hash.mode, file.hash.value, file.size) == ("sha256", digest, len(text)), name
	EOP
}
