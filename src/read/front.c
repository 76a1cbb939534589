#include "read/front.h"

#include "base/lang.h"
#include "base/utf8.h"
#include "model/schema.h"
#include "model/rules.h"
#include "read/lines.h"
#include "read/slip.h"

bool
front_is_fence(struct text line)
{
	return text_starts(line, "---") && text_trim(line).len == 3;
}

/* What a word processor or an input method makes of ---. */
static bool
is_nearly_fence(struct text line)
{
	line = text_trim(line);
	size_t pos = 0;
	while (pos < line.len) {
		uint32_t code = utf8_next(line, &pos);
		if (code != '-' && code != 0xFF0D && code != 0x2500 &&
		    (code < 0x2010 || code > 0x2015))
			return false;
	}
	return line.len >= 2;
}

static struct span
span_of(struct text text, uint32_t source, struct text part)
{
	uint32_t start = (uint32_t)(part.at - text.at);
	return (struct span){ source, start, start + (uint32_t)part.len };
}

/* What a line must be, whatever the others of the file end in. */
static struct text
fence_line(struct text text)
{
	const char *end = memchr(text.at, '\n', text.len);
	return end != NULL && end > text.at && end[-1] == '\r'
	    ? TEXT_LIT("---\r\n")
	    : TEXT_LIT("---\n");
}

/* A field that there is: where it stands, a fence is missing, no text. */
static bool
is_field(struct text line)
{
	struct key_place key;
	return key_place_find(&key, line, 0, line.len) &&
	    field_is_known(text_cut(line, key.start, key.key_end));
}

static struct diag *
fence_fault(struct text text, uint32_t source, struct text line,
    enum rule_id rule, struct diags *diags)
{
	struct span span = span_of(text, source, line);
	struct diag *diag = diag_at(diags, &rules[rule], span,
	    rule == RULE_FRONT_MISSING
		? "the line that begins the fields is not ---, but looks like it"
		: N_("the line that ends the fields is not ---, but looks "
		     "like it"));
	diag_remedy(
	    diags, diag, "write exactly three half-width hyphens: ---");
	diag_edit(diags, diag, span, TEXT_LIT("---"));
	return diag;
}

/* Blank lines before the first fence; the offset behind it, or 0. */
static size_t
fence_after_blank(struct text text, uint32_t source, size_t from,
    struct diags *diags)
{
	size_t pos = from;
	while (pos < text.len) {
		size_t start = pos;
		struct text line = line_next(text, &pos);
		if (text_trim(line).len == 0)
			continue;
		if (!front_is_fence(line))
			return 0;
		struct span blank = { source, (uint32_t)from, (uint32_t)start };
		struct diag *diag = diag_at(diags, &rules[RULE_FRONT_MISSING],
		    (struct span){ source, (uint32_t)from, (uint32_t)from },
		    N_("the file begins with blank lines, not with ---"));
		diag_remedy(diags, diag, "take the blank lines out");
		diag_edit(diags, diag, blank, TEXT_LIT(""));
		return pos;
	}
	return 0;
}

/*
 * Where the fields begin, the first line, up to *pos, being no fence; false
 * after the fault when there are none.
 */
static bool
front_begin(struct text text, uint32_t source, struct text line, size_t *pos,
    struct diags *diags)
{
	size_t first = (size_t)(line.at - text.at);
	size_t behind = fence_after_blank(text, source, first, diags);
	if (behind > 0) {
		*pos = behind;
		return true;
	}
	if (is_nearly_fence(line)) {
		fence_fault(text, source, line, RULE_FRONT_MISSING, diags);
		return true;
	}
	struct diag *diag = diag_at(diags, &rules[RULE_FRONT_MISSING],
	    span_of(text, source, line),
	    "the file does not begin with a line ---");
	if (!is_field(line))
		return false;
	struct span start = { source, (uint32_t)first, (uint32_t)first };
	diag_edit(diags, diag, start, fence_line(text));
	*pos = first;
	return true;
}

/*
 * Where a fence is missing: before the first blank line or heading, if no field
 * comes after it.  SIZE_MAX when that is not clear.
 */
static size_t
front_end_guess(struct text text, size_t pos)
{
	size_t end = SIZE_MAX;
	bool any = false;
	while (pos < text.len) {
		size_t start = pos;
		struct text line = line_next(text, &pos);
		bool over = text_trim(line).len == 0 ||
		    text_starts(line, "##") || text_starts(line, "＃＃");
		if (end == SIZE_MAX && over)
			end = start;
		if (!is_field(line))
			continue;
		if (end != SIZE_MAX)
			return SIZE_MAX;
		any = true;
	}
	return !any ? SIZE_MAX : end == SIZE_MAX ? text.len : end;
}

/* The fields do not end: where they were meant to, or SIZE_MAX. */
static size_t
front_open(struct text text, uint32_t source, struct text fence, size_t start,
    struct diags *diags)
{
	size_t end = front_end_guess(text, start);
	struct diag *diag = diag_at(diags, &rules[RULE_FRONT_OPEN],
	    span_of(text, source, fence), "the fields begun here do not end");
	if (end == SIZE_MAX)
		return end;
	struct span at = { source, (uint32_t)end, (uint32_t)end };
	diag_also(diags, diag, at, "a line --- is missing here");
	if (end > 0 && text.at[end - 1] != '\n')
		diag_edit(diags, diag, at, TEXT_LIT("\n---\n"));
	else
		diag_edit(diags, diag, at, fence_line(text));
	return end;
}

static int
front_cut(struct front *front, struct text text, uint32_t source, size_t start,
    size_t end, size_t body)
{
	front->yaml = text_cut(text, start, end);
	front->body = text_from(text, body);
	front->yaml_span = span_of(text, source, front->yaml);
	front->body_span = span_of(text, source, front->body);
	return 0;
}

/*
 * Where the true fence stands that comes before the next blank line or heading;
 * 0 when none does.
 */
static size_t
fence_next(struct text text, size_t pos)
{
	while (pos < text.len) {
		size_t start = pos;
		struct text line = line_next(text, &pos);
		if (front_is_fence(line))
			return start;
		if (text_trim(line).len == 0 || line.at[0] == '#')
			return 0;
	}
	return 0;
}

/*
 * What looks like a fence and stands where one is due.  *fence is the true one
 * that was found last, 0 at first: what is between has it behind it, too.
 */
static bool
is_meant_as_fence(
    struct text text, struct text line, size_t next, size_t *fence)
{
	if (line.len == 0 || line.at[0] == ' ' || !is_nearly_fence(line))
		return false;
	if (*fence < next)
		*fence = fence_next(text, next);
	return *fence == 0;
}

int
front_split(
    struct front *front, struct text text, uint32_t source, struct diags *diags)
{
	size_t pos = utf8_mark(text);
	struct text first = line_next(text, &pos);
	if (!front_is_fence(first) && !front_begin(text, source, first, &pos, diags))
		return -1;
	size_t start = pos, fence = 0;
	while (pos < text.len) {
		size_t end = pos;
		struct text line = line_next(text, &pos);
		bool exact = front_is_fence(line);
		if (!exact && !is_meant_as_fence(text, line, pos, &fence))
			continue;
		if (!exact)
			fence_fault(
			    text, source, line, RULE_FRONT_OPEN, diags);
		return front_cut(front, text, source, start, end, pos);
	}
	size_t end = front_open(text, source, first, start, diags);
	return end == SIZE_MAX
	    ? -1
	    : front_cut(front, text, source, start, end, end);
}
