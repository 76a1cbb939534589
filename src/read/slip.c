#include "read/slip.h"

#include "base/utf8.h"
#include "model/rules.h"

#define WIDE_COLON "："
#define WIDE_SPACE "　"
#define NO_BREAK_SPACE "\xC2\xA0"
/* How long a key may be, in code points, to be taken for one. */
#define KEY_MOST 24

enum slip_kind {
	SLIP_NONE, /* nothing to say about the line */
	SLIP_FIELD, /* a field as it should be */
	SLIP_TAB,
	SLIP_SPACE, /* a space that YAML doesn't know before the key … */
	SLIP_COLON_SPACE, /* … or after the colon */
	SLIP_WIDE_COLON,
	SLIP_TIGHT_COLON, /* no space after it */
	SLIP_QUOTE, /* not closed on its line */
};

/* Bytes [start, end) of the text are at fault. */
struct slip {
	enum slip_kind kind;
	size_t start, end;
	struct text key;
};

/* ---- one line ---- */

/* How long the white space is there that YAML doesn't take for such. */
static size_t
foreign_space(struct text t)
{
	if (text_starts(t, WIDE_SPACE))
		return strlen(WIDE_SPACE);
	return text_starts(t, NO_BREAK_SPACE) ? strlen(NO_BREAK_SPACE) : 0;
}

/* Past the indentation and the dashes of list items; notes a slip in it. */
static size_t
skip_indent(struct text line, struct slip *slip)
{
	size_t i = 0;
	while (i < line.len) {
		struct text rest = text_from(line, i);
		size_t foreign = foreign_space(rest);
		if (line.at[i] == '\t' && slip->kind == SLIP_NONE)
			*slip = (struct slip){ SLIP_TAB, i, i + 1, rest };
		if (foreign > 0 && slip->kind == SLIP_NONE)
			*slip =
			    (struct slip){ SLIP_SPACE, i, i + foreign, rest };
		if (foreign > 0)
			i += foreign;
		else if (line.at[i] == ' ' || line.at[i] == '\t' ||
		    text_starts(rest, "- "))
			i++;
		else
			break;
	}
	return i;
}

/* Where the key ends that begins at `start`; `start` when there is none. */
static size_t
key_end(struct text line, size_t start)
{
	size_t i = start, codes = 0;
	while (i < line.len && codes++ < KEY_MOST) {
		struct text rest = text_from(line, i);
		if (line.at[i] == ':' || text_starts(rest, WIDE_COLON))
			return i;
		if (strchr(" \t\"'#[]{},&*!|>%@`", line.at[i]) != NULL)
			break;
		uint32_t code = utf8_next(line, &i);
		if (code > 0x7F && utf8_is_cjk_punctuation(code))
			break;
	}
	return start;
}

/* Is the quote at `start` closed before the line ends? */
static bool
is_closed(struct text line, size_t start)
{
	char quote = line.at[start];
	for (size_t i = start + 1; i < line.len; i++) {
		if (quote == '"' && line.at[i] == '\\')
			i++;
		else if (line.at[i] == quote)
			return true;
	}
	return false;
}

static struct slip
colon_slip(struct text line, struct text key, size_t colon)
{
	struct slip slip = { SLIP_FIELD, colon, colon + 1, key };
	size_t i = colon + 1;
	size_t foreign = foreign_space(text_from(line, i));
	if (foreign > 0) {
		slip.kind = SLIP_COLON_SPACE;
		slip.start = i;
		slip.end = i + foreign;
	} else if (i < line.len && line.at[i] != ' ' && line.at[i] != '\t') {
		/* The colon of an address is no key's. */
		slip.kind = text_starts(text_from(line, i), "//")
		    ? SLIP_NONE
		    : SLIP_TIGHT_COLON;
	} else {
		while (
		    i < line.len && (line.at[i] == ' ' || line.at[i] == '\t'))
			i++;
		if (i < line.len && strchr("\"'", line.at[i]) != NULL &&
		    !is_closed(line, i)) {
			slip.kind = SLIP_QUOTE;
			slip.start = i;
			slip.end = line.len;
		}
	}
	return slip;
}

/* Offsets in the result are bytes of the line. */
static struct slip
line_slip(struct text line)
{
	struct slip slip = { SLIP_NONE, 0, 0, TEXT_LIT("") };
	size_t start = skip_indent(line, &slip);
	if (start == line.len || line.at[start] == '#')
		return (struct slip){ SLIP_NONE, 0, 0, TEXT_LIT("") };
	size_t end = key_end(line, start);
	struct text key = text_cut(line, start, end);
	if (slip.kind != SLIP_NONE || end == start)
		return slip;
	if (line.at[end] != ':')
		return (struct slip){ SLIP_WIDE_COLON, end,
			end + strlen(WIDE_COLON), key };
	return colon_slip(line, key, end);
}

/* ---- the lines around a place ---- */

static size_t
line_start(struct text text, size_t at)
{
	while (at > 0 && text.at[at - 1] != '\n')
		at--;
	return at;
}

static struct text
line_of(struct text text, size_t start)
{
	const char *end = memchr(text.at + start, '\n', text.len - start);
	size_t stop = end != NULL ? (size_t)(end - text.at) : text.len;
	if (stop > start && text.at[stop - 1] == '\r')
		stop--;
	return text_cut(text, start, stop);
}

static struct slip
slip_at(struct text text, size_t start)
{
	struct slip slip = line_slip(line_of(text, start));
	slip.start += start;
	slip.end += start;
	return slip;
}

static bool
is_slip(const struct slip *slip)
{
	return slip->kind > SLIP_FIELD;
}

/*
 * A quote that opens on one line and closes on a later one may be meant so;
 * it is no slip when its mark comes again before the line at fault.
 */
static bool
is_closed_between(struct text text, const struct slip *slip, size_t fault)
{
	size_t from = slip->end;
	return slip->kind == SLIP_QUOTE && from < fault &&
	    memchr(text.at + from, text.at[slip->start], fault - from) != NULL;
}

/*
 * The slip on the line of `at` or on one before it, as far as the last line
 * that is a field as it should be.
 */
static struct slip
slip_before(struct text text, size_t at)
{
	size_t fault = line_start(text, at), start = fault;
	struct slip slip = slip_at(text, start);
	while (!is_slip(&slip) && start > 0) {
		start = line_start(text, start - 1);
		slip = slip_at(text, start);
		if (slip.kind == SLIP_FIELD ||
		    is_closed_between(text, &slip, fault))
			return (struct slip){ SLIP_NONE, 0, 0, TEXT_LIT("") };
	}
	return slip;
}

/* ---- the words ---- */

static void
slip_report(const struct slip *slip, struct text text, struct span where,
    struct diags *diags)
{
	const struct rule *rule = &rules[RULE_YAML_SYNTAX];
	struct span span =
	    span_cut(where, (uint32_t)slip->start, (uint32_t)slip->end);
	struct text key = slip->key;
	struct diag *diag;
	switch (slip->kind) {
	case SLIP_TAB:
		diag =
		    diag_at(diags, rule, span, "the line is indented by a tab");
		diag_remedy(diags, diag, "indent by spaces");
		break;
	case SLIP_SPACE:
		diag = diag_at(diags, rule, span,
		    "a full-width or no-break space stands before the key");
		diag_remedy(diags, diag, "indent by half-width spaces");
		break;
	case SLIP_COLON_SPACE:
		diag = diag_at(diags, rule, span,
		    "after the colon of %.*s stands a full-width or no-break "
		    "space",
		    TEXT_ARG(key));
		diag_remedy(diags, diag, "write a half-width space: %.*s: …",
		    TEXT_ARG(key));
		break;
	case SLIP_WIDE_COLON:
		diag = diag_at(diags, rule, span,
		    "the colon after %.*s is full-width", TEXT_ARG(key));
		diag_remedy(diags, diag,
		    "write a half-width colon and a space: %.*s: …",
		    TEXT_ARG(key));
		break;
	case SLIP_TIGHT_COLON:
		diag = diag_at(diags, rule, span,
		    "no space follows the colon after %.*s", TEXT_ARG(key));
		diag_remedy(
		    diags, diag, "write a space there: %.*s: …", TEXT_ARG(key));
		break;
	case SLIP_QUOTE:
		diag = diag_at(diags, rule, span,
		    "the quote opened here is not closed on its line");
		diag_remedy(diags, diag,
		    "close it with %c at the end of the value, or leave both "
		    "out",
		    text.at[slip->start]);
		break;
	case SLIP_NONE:
	case SLIP_FIELD:
		BUG("no slip to report");
	}
}

/* What libyaml's words mean to somebody who writes fields. */
static const struct wording {
	const char *context, *problem; /* words in it, "" for any */
	enum { AT_PROBLEM, AT_CONTEXT, FROM_CONTEXT } place;
	const char *message, *remedy; /* NULL: the rule's */
} wordings[] = {
	{ "quoted scalar", "end of stream", FROM_CONTEXT,
	    "the quote opened here is never closed",
	    "close it, or leave both quotes out" },
	{ "quoted scalar", "document indicator", FROM_CONTEXT,
	    "the quote opened here is never closed",
	    "close it, or leave both quotes out" },
	{ "scanning an", "", AT_CONTEXT,
	    "a value can't begin with this character",
	    "put the value in quotes" },
	{ "a tag", "", AT_CONTEXT, "a value can't begin with this character",
	    "put the value in quotes" },
	{ "", "cannot start any token", AT_PROBLEM,
	    "a value can't begin with this character",
	    "put the value in quotes" },
	{ "", "mapping values are not allowed", AT_PROBLEM,
	    "a second colon with a space makes the value a field",
	    "put the value in quotes, or write the colon full-width" },
	{ "", "block sequence entries are not allowed", AT_PROBLEM,
	    "a list can't begin here",
	    "begin it on a line of its own, or put the value in quotes" },
	{ "simple key", "", FROM_CONTEXT, "there is no colon on this line",
	    NULL },
	{ "flow", "did not find expected", AT_CONTEXT,
	    "this bracket is not closed, or a comma is missing behind it",
	    "close it; a value that begins with a bracket goes in quotes" },
	{ "block mapping", "expected key", AT_PROBLEM,
	    "no field can begin here",
	    "begin all fields of one level in the same column" },
	{ "block collection", "", AT_PROBLEM, "no list item can begin here",
	    "begin all items of a list with - in the same column" },
	{ "", "<document start>", AT_PROBLEM,
	    "this line begins further left than the fields above it",
	    "begin all fields of one level in the same column" },
};

static const struct wording *
wording_find(const struct yaml_error *error)
{
	const char *context = error->context != NULL ? error->context : "";
	for (size_t i = 0; i < sizeof(wordings) / sizeof(*wordings); i++)
		if (strstr(context, wordings[i].context) != NULL &&
		    strstr(error->problem, wordings[i].problem) != NULL)
			return &wordings[i];
	return NULL;
}

/* The code point at `at`, or nothing at the end. */
static struct span
span_at(struct text text, struct span where, size_t at)
{
	size_t end = at;
	if (at < text.len)
		utf8_next(text, &end);
	return span_cut(where, (uint32_t)at, (uint32_t)end);
}

static struct span
span_to_line_end(struct text text, struct span where, size_t at)
{
	struct text line = line_of(text, at);
	return span_cut(where, (uint32_t)at, (uint32_t)(at + line.len));
}

/* `key: "value" more` and `key: [word] more`. */
static bool
value_goes_on(const struct yaml_error *error, struct text text)
{
	size_t i = error->at, start = line_start(text, i);
	while (i > start && text.at[i - 1] == ' ')
		i--;
	return i > start && i < text.len &&
	    strchr("\"']}", text.at[i - 1]) != NULL &&
	    strstr(error->problem, "did not find expected") != NULL;
}

/* A field that stands too far to the right to be one. */
static bool
field_is_indented(const struct yaml_error *error, struct text text)
{
	size_t start = line_start(text, error->at);
	struct text line = line_of(text, start);
	struct slip slip = line_slip(line);
	return slip.kind == SLIP_FIELD && slip.key.at > line.at &&
	    start + slip.start == error->at &&
	    strstr(error->problem, "mapping values") != NULL;
}

static void
problem_report(const struct yaml_error *error, struct text text,
    struct span where, struct diags *diags)
{
	const struct rule *rule = &rules[RULE_YAML_SYNTAX];
	const struct wording *wording = wording_find(error);
	struct span here = span_at(text, where, error->at);
	struct diag *diag;
	if (value_goes_on(error, text)) {
		diag = diag_at(diags, rule, here,
		    "something follows the end of the value");
		diag_remedy(diags, diag, "put the whole value in quotes: '…'");
	} else if (field_is_indented(error, text)) {
		diag = diag_at(diags, rule, here,
		    "the field is indented further than the one above it, "
		    "which has a value");
		diag_remedy(diags, diag,
		    "begin both in the same column, or move the value of the "
		    "one above to a field below it");
	} else if (wording != NULL) {
		if (wording->place != AT_PROBLEM)
			here = wording->place == AT_CONTEXT
			    ? span_at(text, where, error->context_at)
			    : span_to_line_end(text, where, error->context_at);
		diag = diag_at(diags, rule, here, "%s", wording->message);
		if (wording->remedy != NULL)
			diag_remedy(diags, diag, "%s", wording->remedy);
	} else {
		diag = diag_at(diags, rule, here, "%s", error->problem);
		if (error->context != NULL)
			diag_also(diags, diag,
			    span_at(text, where, error->context_at), "%s",
			    error->context);
	}
}

void
yaml_error_explain(const struct yaml_error *error, struct text text,
    struct span where, struct diags *diags)
{
	struct slip slip = { SLIP_NONE, 0, 0, TEXT_LIT("") };
	/* A simple key begins on the line at fault, whatever comes after. */
	const char *context = error->context != NULL ? error->context : "";
	if (strstr(context, "simple key") != NULL)
		slip = slip_at(text, line_start(text, error->context_at));
	else if (strstr(context, "quoted scalar") == NULL)
		slip = slip_before(text, error->at);
	if (is_slip(&slip))
		slip_report(&slip, text, where, diags);
	else
		problem_report(error, text, where, diags);
}

bool
yaml_scalar_explain(struct text text, struct span where, struct diags *diags)
{
	for (size_t start = 0; start < text.len;) {
		struct slip slip = slip_at(text, start);
		if (is_slip(&slip)) {
			slip_report(&slip, text, where, diags);
			return true;
		}
		start += line_of(text, start).len;
		while (start < text.len && text.at[start++] != '\n')
			;
	}
	return false;
}

bool
yaml_key_explain(struct text key, struct text text, size_t at,
    struct span where, struct diags *diags)
{
	struct slip slip = { SLIP_NONE, at, at, key };
	size_t foreign = foreign_space(key);
	const char *colon =
	    memmem(key.at, key.len, WIDE_COLON, strlen(WIDE_COLON));
	if (foreign > 0) {
		slip.kind = SLIP_SPACE;
		slip.end = at + foreign;
	} else if (text_ends(key, WIDE_SPACE) ||
	    text_ends(key, NO_BREAK_SPACE)) {
		slip.kind = SLIP_SPACE;
		slip.end = at + key.len;
	} else if (colon != NULL) {
		slip.kind = SLIP_WIDE_COLON;
		slip.key.len = (size_t)(colon - key.at);
		slip.start = at + slip.key.len;
		slip.end = slip.start + strlen(WIDE_COLON);
	} else {
		return false;
	}
	slip_report(&slip, text, where, diags);
	return true;
}
