# What the shell tests share.  A test sources this, says what it expects by
# `check`, and ends with `finish`.  TONGBAO is the program under test.
set -u
repo=$(cd "$(dirname "$0")/../.." && pwd)
TONGBAO=${TONGBAO:-$repo/tongbao}
work=$(mktemp -d "${TMPDIR:-/tmp}/tongbao-test.XXXXXX") || exit 1
trap 'chmod -R u+rwX "$work" 2>/dev/null; rm -rf "$work"' EXIT
passed=0
failed=0
# Nothing of the host's shows in what is built.
unset SOURCE_DATE_EPOCH NO_COLOR LANGUAGE LC_ALL LC_MESSAGES LANG
# Of `seal`: none of the tester's own.
export TONGBAO_KEY="$work/office.key"
day=2010-12-20
# Chromium without windows: the same engine, which begins a page in a third of
# the time.  A long run takes what its readers have.
shell=chromium-headless-shell
[ -z "${TEST_LONG:-}" ] || shell=chromium
CHROMIUM=${CHROMIUM:-$(command -v $shell)}
export CHROMIUM

# check WHAT COMMAND…: one test; on failure its output is shown.
check() {
	what=$1
	shift
	if "$@" >"$work/check.log" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: $what"
		echo "  command: $*"
		head -c 3000 "$work/check.log" | sed 's/^/  | /'
	fi
}

# The opposite: the command must fail.
check_not() {
	what=$1
	shift
	check "$what" not "$@"
}

not() {
	if "$@"; then return 1; else return 0; fi
}

# status N COMMAND…: the command ends with exit status N; its output is kept
# in $work/out and $work/err.
status() {
	want=$1
	shift
	"$@" >"$work/out" 2>"$work/err"
	got=$?
	[ "$got" = "$want" ] && return 0
	echo "exit status $got, wanted $want"
	cat "$work/out" "$work/err"
	return 1
}

# The program as it is when installed: theme and filters in ../share/tongbao.
install_program() {
	mkdir -p "$work/usr/bin" "$work/usr/share/tongbao"
	cp "$TONGBAO" "$work/usr/bin/tongbao"
	cp -R "$repo/themes" "$repo/scripts" "$work/usr/share/tongbao/"
	TONGBAO=$work/usr/bin/tongbao
}

# A copy of the sample site to spoil.
sample() {
	rm -rf "$1"
	mkdir -p "$1"
	cp -R "$repo/content" "$repo/scripts" "$repo/themes" "$1/"
}

# Of a sample's editions, one for each of a dozen organisations among them, the
# masses', the leaders' and one organisation's: half of a build, where no more
# are looked at.
few_editions() {
	[ -z "${TEST_LONG:-}" ] || return 0
	sed -i 's/^  - {id: unit, .*/  - {id: unit-jidian, title: 机电学院版, audience: jidian\/members}/' \
	    "$1/content/site.yaml"
}

# rules_off SITE KEEP…: of the rules that a site may set only these families
# are left, so that a test sees its own faults and not the sample's.
rules_off() {
	programme=$1/content/programme.yaml
	shift
	sed -i -E '/^(rules|规则):/,/^[^ ]/{/^(rules|规则):/d; /^[ ]/d}' \
	    "$programme"
	echo 'rules:' >>"$programme"
	"$TONGBAO" explain --format json | sed -n 's/.*"family":"\([a-z]*\)".*/\1/p' |
	    LC_ALL=C sort -u | while read -r family; do
		case " $* " in
		*" $family "*) ;;
		*) echo "  $family: off" ;;
		esac
	done >>"$programme"
}

build() {
	"$TONGBAO" build -C "$1" --as-of "$day" -q
}

# Digests of every file below a folder, by name.
tree_sum() {
	(cd "$1" && find . -type f | LC_ALL=C sort | xargs -d '\n' sha256sum)
}

finish() {
	echo "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}
