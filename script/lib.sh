# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# What script/demo and script/test share: installing what is missing, and building. Any POSIX shell
# reads it, since a fresh machine may have nothing else. Sets $source, the project's folder.

me=script/${0##*/}
source=$(cd "${0%/*}/.." && pwd)

say()
{
	printf '%s: %s\n' "$me" "$*" >&2
}

die()
{
	say "$@"
	exit 1
}

# present CHECK: as the second column of script/packages has it.
present()
{
	case $1 in
	command:*) command -v "${1#*:}" >/dev/null ;;
	pc:*) pkg-config --exists "${1#*:}" 2>/dev/null ;;
	python:*) python3 -c "import ${1#*:}" 2>/dev/null ;;
	clang:*)
		echo 'int LLVMFuzzerTestOneInput(const char *b, unsigned long n) { return !b && n; }' |
			clang -w -x c -fsanitize="${1#*:},address" -o /dev/null - 2>/dev/null
		;;
	bats:*)
		for present_dir in /usr/lib/bats /usr/lib /usr/local/lib/bats /usr/local/lib /usr/share/bats \
			/usr/libexec/bats /opt/homebrew/lib "$source/build/bats"; do
			[ ! -e "$present_dir/${1#*:}/load.bash" ] || return 0
		done
		return 1
		;;
	esac
}

# missing GROUP…: prints check and packages of each row of script/packages that is not there. A check of the
# second column stands for its row.
missing()
{
	case $manager in
	apt-get) missing_column=3 ;;
	dnf) missing_column=4 ;;
	pacman) missing_column=5 ;;
	apk) missing_column=6 ;;
	brew) missing_column=7 ;;
	*) missing_column=0 ;;
	esac
	awk -v groups=" $* " -v column="$missing_column" \
		'!/^#/ && NF && (index(groups, " " $1 " ") || index(groups, " " $2 " ")) { print $2, column ? $column : "-" }' \
		"$source/script/packages" | while read -r missing_check missing_packages; do
		present "$missing_check" || printf '%s %s\n' "$missing_check" "$missing_packages"
	done
}

as_root()
{
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	elif command -v doas >/dev/null; then
		doas "$@"
	else
		say "cannot install without root's rights: neither sudo nor doas is here"
		return 1
	fi
}

# add PACKAGE…: installs them, asking nothing.
add()
{
	case $manager in
	apt-get) as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" ;;
	dnf) as_root dnf install -y -q "$@" ;;
	pacman) as_root pacman -S --needed --noconfirm "$@" ;;
	apk) as_root apk add -q "$@" ;;
	brew) HOMEBREW_NO_AUTO_UPDATE=1 brew install -q "$@" ;;
	esac </dev/null
}

# refresh: fetches the lists of packages, where the system keeps such.
refresh()
{
	case $manager in
	apt-get) as_root apt-get update -qq ;;
	pacman) as_root pacman -Sy --noconfirm ;;
	apk) as_root apk update -q ;;
	esac </dev/null
}

manager=
for manager_name in apt-get dnf pacman apk brew; do
	if command -v "$manager_name" >/dev/null; then
		manager=$manager_name
		break
	fi
done

# install_missing GROUP…: installs what is missing of these groups, in one go, and where that fails one
# by one, so that one package that this system does not have keeps none of the others away.
install_missing()
{
	install_names=$(missing "$@" | sed 's/^[^ ]* //' | tr , '\n' | sed '/^-$/d' | sort -u | tr '\n' ' ')
	[ -n "$install_names" ] || return 0
	say "installing with $manager: $install_names"
	install_log=$(mktemp)
	# shellcheck disable=SC2086 # they are words
	if ! { refresh && add $install_names; } >"$install_log" 2>&1; then
		for install_package in $install_names; do
			add "$install_package" >>"$install_log" 2>&1 || say "$manager could not install '$install_package'"
		done
	fi
	[ -z "$(missing "$@")" ] || cat "$install_log" >&2
	rm -f "$install_log"
}

# require GROUP…: ends where something of these groups is still missing.
require()
{
	require_rest=$(missing "$@" | while read -r require_check _; do printf ' %s' "${require_check#*:}"; done)
	[ -z "$require_rest" ] || die "please install, and run this again:$require_rest"
}

# the target of make that build is for
build_goal=unit-tests

# build DIR [CONFIGURE-ARGUMENT…]: configures and makes $build_goal there; what was printed is shown where it fails.
build()
{
	build_dir=$1
	shift
	mkdir -p "$build_dir"
	if (build_steps "$build_dir" "$@") >"$build_dir/build.log" 2>&1 </dev/null; then
		return 0
	fi
	tail -n 60 "$build_dir/build.log" >&2
	say "cannot build in '$build_dir' (all of it: build.log there)"
	return 1
}

build_steps()
{
	set -e
	cd "$source"
	if [ ! -e configure ] || [ -n "$(find configure.ac Makefile.am -newer configure)" ]; then
		autoreconf -fi
	fi
	cd "$1"
	shift
	if [ ! -e Makefile ] || [ "$(cat config.arguments)" != "$*" ]; then
		rm -f Makefile
		"$source/configure" "$@"
		echo "$*" >config.arguments
	fi
	make -j "$(cores)" "$build_goal"
}

cores()
{
	getconf _NPROCESSORS_ONLN 2>/dev/null || nproc 2>/dev/null || echo 2
}

# fetch_bats: bats and its libraries from their own repositories, where the system has no packages of
# them; they go into build/bats.
fetch_bats()
{
	fetch_one bats:bats-support bats-support v0.3.0
	fetch_one bats:bats-assert bats-assert v2.1.0
	if ! present command:bats; then
		fetch_one command:bats bats-core v1.11.1
		PATH=$source/build/bats/bats-core/bin:$PATH
		export PATH
	fi
}

# fetch_one CHECK NAME TAG
fetch_one()
{
	! present "$1" || return 0
	[ ! -d "$source/build/bats/$2" ] || return 0
	say "fetching $2 $3"
	mkdir -p "$source/build/bats"
	git -c advice.detachedHead=false clone -q --depth 1 --branch "$3" "https://github.com/bats-core/$2" \
		"$source/build/bats/$2" </dev/null || say "cannot fetch $2"
}

# build_pwsh_host DIR [RUNTIME]: PowerShell's engine as a shell, by .NET and its own packages; in it the tests of PowerShell
# run. RUNTIME is that of another system, which goes into DIR too.
build_pwsh_host()
{
	for pwsh_host_step in restore "build --no-restore"; do
		# shellcheck disable=SC2086 # they are words
		if ! DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 dotnet $pwsh_host_step "$source/tests/pwsh-host" \
			-p:Configuration=Release -p:OutDir="$1/" -p:BaseIntermediateOutputPath="$1.made/" \
			${2+"-p:RuntimeIdentifier=$2" "-p:SelfContained=true"} </dev/null >"$1.log" 2>&1; then
			tail -n 20 "$1.log" >&2
			say "cannot build tests/pwsh-host (dotnet $pwsh_host_step)"
			return 1
		fi
	done
}

# fetch_nushell: nushell by npm, where the system has no package of it; it goes into build/nushell.
fetch_nushell()
{
	! present command:nu || return 0
	if [ ! -e "$source/build/nushell/node_modules/.bin/nu" ]; then
		present command:npm || return 0
		say "fetching nushell"
		npm install --silent --no-audit --no-fund --prefix "$source/build/nushell" nushell </dev/null >&2 ||
			say "cannot fetch nushell"
	fi
	PATH=$PATH:$source/build/nushell/node_modules/.bin
	export PATH
}

# fetch_pwsh: PowerShell by .NET, where the system has no package of it; it goes into build/pwsh.
fetch_pwsh()
{
	! present command:pwsh || return 0
	if [ ! -e "$source/build/pwsh/pwsh" ]; then
		present command:dotnet || return 0
		say "fetching PowerShell 7.6.9"
		mkdir -p "$source/build"
		DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 dotnet tool install PowerShell --version 7.6.9 \
			--tool-path "$source/build/pwsh" </dev/null >&2 || say "cannot fetch PowerShell"
	fi
	PATH=$PATH:$source/build/pwsh
	export PATH
}

# debian_sources DIR NAME…: unpacks Debian's sources of each, as their authors released them, into DIR/source/NAME. apt's
# own settings stay as they are: the sources' lists are fetched into DIR, which is an absolute path.
debian_sources()
{
	sources_dir=$1
	shift
	sources_release=$(. /etc/os-release && echo "$VERSION_CODENAME")
	sources_mirror=$(apt-get indextargets --format '$(SITE) $(ORIGIN)' 'Identifier: Packages' |
		awk '$1 !~ /security/ { print $1; exit }')
	[ -n "$sources_mirror" ] || die "apt knows no mirror: run apt-get update"
	rm -rf "$sources_dir/apt" "$sources_dir/source"
	mkdir -p "$sources_dir/apt/lists/partial" "$sources_dir/apt/archives/partial" "$sources_dir/source"
	echo "deb-src $sources_mirror $sources_release main" >"$sources_dir/apt/sources.list"
	(
		cd "$sources_dir/source"
		sources_fetch update
		sources_fetch source --download-only "$@"
		for sources_name in "$@"; do
			mkdir "$sources_name"
			# shellcheck disable=SC2144 # there is one
			tar -C "$sources_name" --strip-components=1 -xf "$(echo "$sources_name"_*.orig.tar.*z)"
		done
	)
}

sources_fetch()
{
	apt-get -o Dir::Etc::SourceList="$sources_dir/apt/sources.list" -o Dir::Etc::SourceParts=- \
		-o Dir::State::Lists="$sources_dir/apt/lists" -o Dir::Cache="$sources_dir/apt" -o APT::Sandbox::User=root \
		-o Acquire::Check-Valid-Until=false "$@"
}
