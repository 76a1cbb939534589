#include "read/front.h"

#include "base/utf8.h"
#include "model/rules.h"
#include "read/lines.h"

#define BOM "\xEF\xBB\xBF"

/* --- at the start of the line, white space at will behind. */
static bool
is_fence(struct text line)
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

static int
front_missing(
    struct text text, uint32_t source, struct text line, struct diags *diags)
{
	struct diag *diag = diag_at(diags, &rules[RULE_FRONT_MISSING],
	    span_of(text, source, line),
	    "the file does not begin with a line ---");
	if (is_nearly_fence(line))
		diag_remedy(
		    diags, diag, "write exactly three half-width hyphens: ---");
	return -1;
}

static int
front_open(struct text text, uint32_t source, struct text fence,
    struct text nearly, struct diags *diags)
{
	struct diag *diag = diag_at(diags, &rules[RULE_FRONT_OPEN],
	    span_of(text, source, fence), "the fields begun here do not end");
	if (nearly.len > 0) {
		diag_also(diags, diag, span_of(text, source, nearly),
		    "this is not --- but looks like it");
		diag_remedy(
		    diags, diag, "write exactly three half-width hyphens: ---");
	}
	return -1;
}

int
front_split(
    struct front *front, struct text text, uint32_t source, struct diags *diags)
{
	struct text nearly = TEXT_LIT("");
	size_t pos = text_starts(text, BOM) ? sizeof(BOM) - 1 : 0;
	struct text fence = line_next(text, &pos);
	if (!is_fence(fence))
		return front_missing(text, source, fence, diags);
	size_t start = pos;
	while (pos < text.len) {
		struct text line = line_next(text, &pos);
		if (is_fence(line)) {
			size_t end = (size_t)(line.at - text.at);
			front->yaml = text_cut(text, start, end);
			front->body = text_from(text, pos);
			front->yaml_span = span_of(text, source, front->yaml);
			front->body_span = span_of(text, source, front->body);
			return 0;
		}
		if (nearly.len == 0 && is_nearly_fence(line))
			nearly = line;
	}
	return front_open(text, source, fence, nearly, diags);
}
