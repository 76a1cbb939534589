#include "read/wording.h"

#include "base/lang.h"
#include "base/utf8.h"
#include "model/rules.h"
#include "read/lines.h"
#include "read/slip.h"

static size_t
line_start(struct text text, size_t at)
{
	while (at > 0 && text.at[at - 1] != '\n')
		at--;
	return at;
}

/* "D:\\材料" */
#define BACKSLASH \
	N_("in double quotes a backslash makes a sign of what follows it"), \
	    N_("put the value in single quotes: '…', or write \\\\")

/* What libyaml's words mean to somebody who writes fields. */
static const struct wording {
	const char *context, *problem; /* words in it, "" for any */
	enum { AT_PROBLEM, AT_CONTEXT, FROM_CONTEXT } place;
	const char *message, *remedy; /* NULL: the rule's */
} wordings[] = {
	{ "quoted scalar", "end of stream", FROM_CONTEXT,
	    N_("the quote opened here is never closed"),
	    N_("close it, or leave both quotes out") },
	{ "quoted scalar", "document indicator", FROM_CONTEXT,
	    N_("the quote opened here is never closed"),
	    N_("close it, or leave both quotes out") },
	{ "quoted scalar", "escape", AT_PROBLEM, BACKSLASH },
	{ "quoted scalar", "hexdecimal", AT_PROBLEM, BACKSLASH },
	{ "scanning an", "", AT_CONTEXT,
	    N_("a value can't begin with this character"),
	    N_("put the value in quotes") },
	{ "a tag", "", AT_CONTEXT,
	    N_("a value can't begin with this character"),
	    N_("put the value in quotes") },
	{ "", "cannot start any token", AT_PROBLEM,
	    N_("a value can't begin with this character"),
	    N_("put the value in quotes") },
	{ "", "mapping values are not allowed", AT_PROBLEM,
	    N_("a second colon with a space makes the value a field"),
	    N_("put the value in quotes, or write the colon full-width") },
	{ "", "block sequence entries are not allowed", AT_PROBLEM,
	    N_("a list can't begin here"),
	    N_("begin it on a line of its own, or put the value in quotes") },
	{ "simple key", "", FROM_CONTEXT, N_("there is no colon on this line"),
	    NULL },
	{ "flow", "did not find expected", AT_CONTEXT,
	    N_("this bracket is not closed, or a comma is missing behind it"),
	    N_("close it; a value that begins with a bracket goes in quotes") },
	{ "block mapping", "expected key", AT_PROBLEM,
	    N_("no field can begin here"),
	    N_("begin all fields of one level in the same column") },
	{ "block collection", "", AT_PROBLEM, N_("no list item can begin here"),
	    N_("begin all items of a list with - in the same column") },
	{ "", "<document start>", AT_PROBLEM,
	    N_("this line begins further left than the fields above it"),
	    N_("begin all fields of one level in the same column") },
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
	size_t next = at;
	struct text line = line_next(text, &next);
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
	size_t start = line_start(text, error->at), next = start;
	struct text line = line_next(text, &next);
	size_t indent = text_indent(line);
	struct key_place key;
	return indent > 0 && key_place_find(&key, line, indent, line.len) &&
	    start + key.colon == error->at &&
	    strstr(error->problem, "mapping values") != NULL;
}

/* YAML ends at a line of three dots, and something stands below it: where. */
static bool
document_is_over(const struct yaml_error *error, struct text text, size_t *at)
{
	if (strstr(error->problem, "<document start>") == NULL)
		return false;
	for (*at = line_start(text, error->at); *at > 0;) {
		size_t next = *at = line_start(text, *at - 1);
		struct text line = text_trim(line_next(text, &next));
		if (line.len > 0 && line.at[0] != '#')
			return text_is(line, "...");
	}
	return false;
}

void
yaml_error_explain(const struct yaml_error *error, struct text text,
    struct span where, struct diags *diags)
{
	const struct rule *rule = &rules[RULE_YAML_SYNTAX];
	const struct wording *wording = wording_find(error);
	struct span here = span_at(text, where, error->at);
	struct diag *diag;
	size_t at;
	if (document_is_over(error, text, &at)) {
		diag = diag_at(diags, rule,
		    span_to_line_end(text, where, at),
		    "three dots end what is read, and something stands below");
		diag_remedy(diags, diag,
		    "take this line out: what one file says is not parted");
	} else if (value_goes_on(error, text)) {
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
		diag = diag_at(diags, rule, here,
		    "the fields can't be understood here (libyaml: %s)",
		    error->problem);
		if (error->context != NULL)
			diag_also(diags, diag,
			    span_at(text, where, error->context_at),
			    "what it was reading began here (libyaml: %s)",
			    error->context);
	}
}
