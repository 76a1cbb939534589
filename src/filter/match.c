#include "filter/match.h"

#include <ctype.h>

/* ---- parsing ---- */

struct parser {
	struct match_pattern *pattern;
	size_t at;
	uint8_t open[MATCH_CAPTURES_MOST]; /* captures not yet closed */
	unsigned open_count;
};

/* The byte at `at`, -1 at the end. */
static int
byte_at(struct text t, size_t at)
{
	return at < t.len ? (unsigned char)t.at[at] : -1;
}

/* There is room for one: match_parse() has looked. */
static struct match_item *
item_add(struct match_pattern *pattern, enum match_kind kind)
{
	struct match_item *item = &pattern->items[pattern->count++];
	*item = (struct match_item){ .kind = (uint8_t)kind };
	return item;
}

/* [set] from `at`; where it ends, 0 when it doesn't. */
static size_t
set_end(struct text t, size_t at)
{
	at++;
	if (byte_at(t, at) == '^')
		at++;
	do { /* a ] that comes first means itself */
		int c = byte_at(t, at++);
		if (c < 0)
			return 0;
		if (c == '%')
			at++;
	} while (byte_at(t, at) != ']');
	return at < t.len ? at + 1 : 0;
}

static const char *
class_parse(struct parser *p, struct match_item *item)
{
	struct text t = p->pattern->text;
	size_t end = p->at + 1;
	if (t.at[p->at] == '%') {
		if (p->at + 1 >= t.len)
			return "malformed pattern (ends with '%')";
		end = p->at + 2;
	} else if (t.at[p->at] == '[') {
		end = set_end(t, p->at);
		if (end == 0)
			return "malformed pattern (missing ']')";
	}
	item->start = (uint16_t)p->at;
	item->end = (uint16_t)end;
	p->at = end;
	return NULL;
}

static const char *
single_parse(struct parser *p)
{
	struct match_item *item = item_add(p->pattern, MATCH_CLASS);
	const char *wrong = class_parse(p, item);
	int next = byte_at(p->pattern->text, p->at);
	if (wrong == NULL && next > 0 && strchr("*+-?", next) != NULL) {
		item->repeat = (char)next;
		p->at++;
	}
	return wrong;
}

static const char *
capture_open(struct parser *p)
{
	struct match_pattern *pattern = p->pattern;
	bool position = byte_at(pattern->text, p->at + 1) == ')';
	struct match_item *item =
	    item_add(pattern, position ? MATCH_POSITION : MATCH_OPEN);
	if (pattern->captures == MATCH_CAPTURES_MOST)
		return "too many captures";
	item->number = (uint8_t)pattern->captures++;
	if (!position)
		p->open[p->open_count++] = item->number;
	p->at += position ? 2 : 1;
	return NULL;
}

static const char *
capture_close(struct parser *p)
{
	struct match_item *item = item_add(p->pattern, MATCH_CLOSE);
	if (p->open_count == 0)
		return "invalid pattern capture";
	item->number = p->open[--p->open_count];
	p->at++;
	return NULL;
}

static const char *
back_parse(struct parser *p)
{
	struct match_item *item = item_add(p->pattern, MATCH_BACK);
	int number = byte_at(p->pattern->text, p->at + 1) - '1';
	if (number < 0 || number >= (int)p->pattern->captures)
		return "invalid capture index in pattern";
	for (unsigned i = 0; i < p->open_count; i++)
		if (p->open[i] == number)
			return "invalid capture index in pattern";
	item->number = (uint8_t)number;
	p->at += 2;
	return NULL;
}

static const char *
balanced_parse(struct parser *p)
{
	struct match_item *item = item_add(p->pattern, MATCH_BALANCED);
	if (p->at + 3 >= p->pattern->text.len)
		return "malformed pattern (missing arguments to '%b')";
	item->start = (uint16_t)(p->at + 2);
	p->at += 4;
	return NULL;
}

static const char *
frontier_parse(struct parser *p)
{
	struct match_item *item = item_add(p->pattern, MATCH_FRONTIER);
	p->at += 2;
	if (byte_at(p->pattern->text, p->at) != '[')
		return "missing '[' after '%f' in pattern";
	return class_parse(p, item);
}

static const char *
item_parse(struct parser *p)
{
	struct text t = p->pattern->text;
	int next = byte_at(t, p->at + 1);
	switch (t.at[p->at]) {
	case '(':
		return capture_open(p);
	case ')':
		return capture_close(p);
	case '$':
		if (next >= 0)
			break;
		p->at++;
		item_add(p->pattern, MATCH_END);
		return NULL;
	case '%':
		if (next == 'b')
			return balanced_parse(p);
		if (next == 'f')
			return frontier_parse(p);
		if (next >= '0' && next <= '9')
			return back_parse(p);
		break;
	default:
		break;
	}
	return single_parse(p);
}

static const char too_long[] = "the pattern is too long";

const char *
match_parse(struct match_pattern *pattern, struct text text, bool with_anchor)
{
	struct parser p = { .pattern = pattern };
	pattern->text = text;
	pattern->captures = pattern->count = 0;
	pattern->anchored = with_anchor && byte_at(text, 0) == '^';
	p.at = pattern->anchored ? 1 : 0;
	if (text.len > UINT16_MAX)
		return too_long;
	while (p.at < text.len) {
		const char *wrong = pattern->count < MATCH_ITEMS_MOST
		    ? item_parse(&p)
		    : too_long;
		if (wrong != NULL)
			return wrong;
	}
	return p.open_count > 0 ? "unfinished capture" : NULL;
}

/* ---- classes ---- */

/* %z, which the manual no longer has, but Lua 5.4 does. */
static int
is_nul(int c)
{
	return c == '\0';
}

static const struct {
	int letter;
	int (*has)(int c); /* asked for ASCII only: no locale matters there */
} classes[] = {
	{ 'a', isalpha },
	{ 'c', iscntrl },
	{ 'd', isdigit },
	{ 'g', isgraph },
	{ 'l', islower },
	{ 'p', ispunct },
	{ 's', isspace },
	{ 'u', isupper },
	{ 'w', isalnum },
	{ 'x', isxdigit },
	{ 'z', is_nul },
};

/* %a and kin, a capital for the complement; %. and kin mean the mark itself. */
static bool
class_has(int class, int c)
{
	for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++) {
		int letter = classes[i].letter;
		bool capital = class == letter - 'a' + 'A';
		if (class == letter || capital)
			return (c < 0x80 && classes[i].has(c)) != capital;
	}
	return class == c;
}

/* t[start, end) is [set] with its brackets. */
static bool
set_has(struct text t, size_t start, size_t end, int c)
{
	size_t at = start + 1, last = end - 1;
	bool complement = byte_at(t, at) == '^';
	if (complement)
		at++;
	while (at < last) {
		int low = byte_at(t, at++);
		if (low == '%') {
			if (class_has(byte_at(t, at++), c))
				return !complement;
		} else if (byte_at(t, at) == '-' && at + 1 < last) {
			if (low <= c && c <= byte_at(t, at + 1))
				return !complement;
			at += 2;
		} else if (low == c) {
			return !complement;
		}
	}
	return complement;
}

static bool
item_has(
    const struct match_pattern *pattern, const struct match_item *item, int c)
{
	struct text t = pattern->text;
	switch (t.at[item->start]) {
	case '.':
		return true;
	case '%':
		return class_has(byte_at(t, item->start + 1), c);
	case '[':
		return set_has(t, item->start, item->end, c);
	default:
		return byte_at(t, item->start) == c;
	}
}

/* ---- matching ---- */

static bool match_from(struct match *m, unsigned item, size_t at);

/* False when the steps are used up: then nothing matches any more. */
static bool
step(struct match *m)
{
	return m->steps >= 0 && --m->steps >= 0;
}

/* Is there a byte at `at` that the item takes? */
static bool
takes(struct match *m, const struct match_item *item, size_t at)
{
	int c = byte_at(m->subject, at);
	return step(m) && c >= 0 && item_has(m->pattern, item, c);
}

/* As many as there are, then fewer. */
static bool
match_most(struct match *m, unsigned number, size_t at)
{
	const struct match_item *item = &m->pattern->items[number];
	size_t least = at + (item->repeat == '+'), most = at;
	while (takes(m, item, most))
		most++;
	for (; most >= least; most--) {
		if (match_from(m, number + 1, most))
			return true;
		if (most == 0 || m->steps < 0)
			break;
	}
	return false;
}

/* As few as will do. */
static bool
match_least(struct match *m, unsigned number, size_t at)
{
	const struct match_item *item = &m->pattern->items[number];
	for (;; at++) {
		if (match_from(m, number + 1, at))
			return true;
		if (!takes(m, item, at))
			return false;
	}
}

static bool
match_capture(struct match *m, unsigned number, size_t at)
{
	const struct match_item *item = &m->pattern->items[number];
	struct match_capture *capture = &m->captures[item->number];
	struct match_capture before = *capture;
	if (item->kind != MATCH_CLOSE)
		capture->start = at;
	if (item->kind != MATCH_OPEN)
		capture->end = at;
	capture->position = item->kind == MATCH_POSITION;
	if (match_from(m, number + 1, at))
		return true;
	*capture = before;
	return false;
}

/* %bxy: moves *at behind the y that balances the x it stands on. */
static bool
skip_balanced(struct match *m, const struct match_item *item, size_t *at)
{
	const struct text t = m->pattern->text;
	int open = byte_at(t, item->start),
	    close = byte_at(t, item->start + 1u);
	if (byte_at(m->subject, *at) != open)
		return false;
	size_t depth = 1;
	for (size_t i = *at + 1; i < m->subject.len && step(m); i++) {
		int c = byte_at(m->subject, i);
		if (c == close) {
			if (--depth == 0) {
				*at = i + 1;
				return true;
			}
		} else if (c == open) {
			depth++;
		}
	}
	return false;
}

/* Beyond both ends of the subject there is a NUL. */
static bool
is_frontier(const struct match *m, const struct match_item *item, size_t at)
{
	struct text t = m->pattern->text;
	int before = at == 0 ? 0 : byte_at(m->subject, at - 1);
	int after = at == m->subject.len ? 0 : byte_at(m->subject, at);
	return !set_has(t, item->start, item->end, before) &&
	    set_has(t, item->start, item->end, after);
}

static bool
skip_back(struct match *m, const struct match_item *item, size_t *at)
{
	const struct match_capture *capture = &m->captures[item->number];
	size_t len = capture->end - capture->start;
	m->steps -= (int64_t)(len / 8);
	if (capture->position || len > m->subject.len - *at ||
	    memcmp(m->subject.at + capture->start, m->subject.at + *at, len) !=
		0)
		return false;
	*at += len;
	return true;
}

/* Items that match in one way only; *at moves behind what they take. */
static bool
skip_plain(struct match *m, const struct match_item *item, size_t *at)
{
	switch (item->kind) {
	case MATCH_BACK:
		return skip_back(m, item, at);
	case MATCH_BALANCED:
		return skip_balanced(m, item, at);
	case MATCH_FRONTIER:
		return is_frontier(m, item, *at);
	case MATCH_END:
		return *at == m->subject.len;
	default:
		return takes(m, item, *at) && ++*at > 0;
	}
}

/* Recursion is as deep as the pattern has captures and repeats, no deeper. */
static bool
match_from(struct match *m, unsigned number, size_t at)
{
	for (;; number++) {
		if (!step(m))
			return false;
		if (number == m->pattern->count) {
			m->end = at;
			return true;
		}
		const struct match_item *item = &m->pattern->items[number];
		if (item->kind == MATCH_OPEN || item->kind == MATCH_CLOSE ||
		    item->kind == MATCH_POSITION)
			return match_capture(m, number, at);
		if (item->repeat == '*' || item->repeat == '+')
			return match_most(m, number, at);
		if (item->repeat == '-')
			return match_least(m, number, at);
		if (item->repeat == '?') {
			if (takes(m, item, at) &&
			    match_from(m, number + 1, at + 1))
				return true;
		} else if (!skip_plain(m, item, &at)) {
			return false;
		}
	}
}

bool
match_at(struct match *match, size_t start)
{
	return match_from(match, 0, start) && match->steps >= 0;
}
