# sealed.sh: sites in git whose periods are sealed, for tests.  After lib.sh;
# $site is the site.
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
export GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x GIT_COMMITTER_NAME=x \
    GIT_COMMITTER_EMAIL=x GIT_AUTHOR_DATE=2010-11-01T00:00:00Z \
    GIT_COMMITTER_DATE=2010-11-01T00:00:00Z

commit() { git -C "$site" add -A && git -C "$site" commit -q -m x; }
undo() { git -C "$site" reset -q --hard && git -C "$site" clean -qfd; }
says() { grep -q -e "$1" "$work/err" || { cat "$work/err"; return 1; }; }

# The golden site of circles, with those who may approve, not in git yet.
circles() {
	cp -R "$repo/tests/golden/circles" "$site"
	rm -rf "$site/expected"
	rules_off "$site" "$@"
	printf '/output\n/archive\n.tongbao\n' >"$site/.gitignore"
	sed -i -e '/^scope:/i authority: {release: root-head, amendment: root-head}' \
	    -e '/^scope:/a \  release: root/masses\n  amendment: root/masses' \
	    "$site/content/programme.yaml"
}

in_git() { git -c init.defaultBranch=main init -q "$site" && commit; }

# A period after the first, with a review and a circular.
second_period() {
	content=$site/content
	sed -i 's/^periods: \(.*\)/periods: [\1, {id: 2010-q4, name: 四季度, from: 2010-10-01, to: 2010-12-31, due: 2011-01-15}]/' \
	    "$content/programme.yaml"
	sed -i 's/2010-10-28/2010-12-01/' "$content/2010-q3/bulletin/1.md"
	mkdir -p "$content/2010-q4/review" "$content/2010-q4/bulletin"
	sed -e '/典型/,/实处/d' -e 's/2010-10-11/2011-01-11/' \
	    -e 's/2010-q3/2010-q4/' "$content/2010-q3/review/yuan.md" \
	    >"$content/2010-q4/review/yuan.md"
	sed -e 's/〔2010〕1号/〔2011〕1号/; s/三季度/四季度/; s/2010-12-01/2011-02-01/' \
	    -e 's/2010-q3/2010-q4/' "$content/2010-q3/bulletin/1.md" \
	    >"$content/2010-q4/bulletin/1.md"
}

# approve EDITION:AUDIENCE PERIOD DAY [NAME]: released on that day
approve() {
	path=$2/release/${1%%:*}${4:-}.md
	"$TONGBAO" release -C "$site" --edition "${1%%:*}" --period "$2" \
	    --as-of "$3" --proposer yi --approver jia --audience "${1#*:}" \
	    --path "$path" --lang en >/dev/null || return 1
	sed -i -e "s/^  date:  # when.*/  date: $3/" \
	    -e "s/^what:\$/what: 本季度/; s/^means:\$/means: 传阅/" \
	    "$site/content/$path"
}
# approve_all PERIOD DAY [NAME]
approve_all() {
	for edition in masses:xiao/masses yuan:yuan/members \
	    leaders:xiao/leaders; do
		approve "$edition" "$1" "$2" "${3:-}" || return 1
	done
}
