# What the tests of `tongbao print` share: $site is printed from, by its $day.
tongbao_print() { "$TONGBAO" print -C "$site" --as-of "$day" --lang en "$@"; }
prints() { name=$1; shift; status 0 tongbao_print "$@" -o "$name.pdf"; }
# What a reader takes out of it, page numbers and white space aside.
text_of() {
	pdftotext -raw "$1" - | sed -E 's/^\f?— *[0-9]+ *—$//; s/　//g' |
	    tr -d ' \n\f'
}
has() { text_of "$1" | grep -q -F -e "$2" || { text_of "$1"; return 1; }; }
lacks() { not has "$@" >/dev/null; }
warns() { grep -q -F -e "$1" "$work/err" || { cat "$work/err"; return 1; }; }
pages() { [ "$(pdfinfo "$1" | sed -n 's/^Pages: *//p')" -eq "$2" ]; }
# A page by itself has no number, nor has the first of a letter.
judged() {
	"$repo/tests/print/geometry" "$1" >"$work/judged"
	[ -s "$work/judged" ] &&
	    ! grep FAIL "$work/judged" | grep -v 'page 1 is numbered'
}
archival() { "$repo/tests/print/pdfa" "$1"; }

# said FILE.pdf RECORD…: every paragraph of the records' text is in it.
said() {
	pdf=$1
	shift
	text_of "$pdf" >"$work/text"
	python3 - "$work/text" "$@" <<'PYTHON'
import re, sys
printed = open(sys.argv[1], encoding="utf-8").read()
missing = seen = 0
for path in sys.argv[2:]:
    body = open(path, encoding="utf-8").read().split("\n---\n", 1)[1]
    for part in re.split(r"\n\s*\n", body):
        if not part.strip() or part.lstrip().startswith("#"):
            continue
        part = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", part)
        part = re.sub(r"[\s*　]", "", part)
        part = part.replace("(", "（").replace(")", "）")
        seen += 1
        if part not in printed.replace("(", "（").replace(")", "）"):
            missing += 1
            print(path, part)
sys.exit(missing > 0 or seen == 0)
PYTHON
}
