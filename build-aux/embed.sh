#!/bin/sh
# SPDX-License-Identifier: MIT
# Turns files into C: embed.sh [--strip] HEADER SOURCE_DIR FILE… prints, for each FILE, the definition
# of a constant that is named after it (hook.bash: embedded_hook_bash, Activate.ps1: embedded_activate_ps1).
# HEADER declares its type. With --strip, lines that are blank or hold a comment alone are left out, but not
# the one that zsh looks for (#compdef).
set -eu

strip=false
if [ "$1" = --strip ]; then
	strip=true
	shift
fi
header=$1 dir=$2
shift 2

contents()
{
	if "$strip"; then
		sed -e '/^#compdef/b' -e '/^[[:blank:]]*#/d' -e '/^@rem /d' -e '/^[[:blank:]]*$/d' "$1"
	else
		cat "$1"
	fi
}

printf '/* Made by embed.sh. */\n#include "%s"\n' "$header"
for file; do
	[ -r "$dir/$file" ] || { echo "embed.sh: cannot read '$dir/$file'" >&2; exit 1; }
	name=$(basename "$file" | tr 'ABCDEFGHIJKLMNOPQRSTUVWXYZ.-' 'abcdefghijklmnopqrstuvwxyz__')
	printf '\nstatic const char %s[] = {\n' "$name"
	contents "$dir/$file" | od -A n -v -t o1 | sed -e 's/ *\([0-7][0-7]*\)/0\1,/g'
	printf '0 };\nextern const struct embedded embedded_%s;\n' "$name"
	printf 'const struct embedded embedded_%s = { %s, sizeof(%s) - 1 };\n' "$name" "$name" "$name"
done
