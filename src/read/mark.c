#include "read/mark.h"

#include "base/lang.h"
#include "base/utf8.h"
#include "read/slip.h"

#define WIDE_OPEN "｛"
#define WIDE_CLOSE "｝"
#define MARK_NONE { TEXT_LIT(""), TEXT_LIT(""), TEXT_LIT(""), NULL }

static bool
ends_in_brace(struct text t)
{
	return text_ends(t, "}") && !text_is_escaped(t, t.len - 1);
}

/* The next item of the mark, at the front of *rest, which moves behind it. */
static struct text
item_next(struct text *rest)
{
	size_t start = 0, i;
	while (start < rest->len && ascii_is_blank(rest->at[start]))
		start++;
	bool quoted = false;
	for (i = start;
	     i < rest->len && (quoted || !ascii_is_blank(rest->at[i]));
	     i++)
		if (rest->at[i] == '"')
			quoted = !quoted;
	struct text item = text_cut(*rest, start, i);
	*rest = text_from(*rest, i);
	return item;
}

static const char *
take(struct text *into, struct text value, const char *twice)
{
	if (into->len > 0)
		return twice;
	if (value.len >= 2 && value.at[0] == '"' && text_ends(value, "\""))
		value = text_cut(value, 1, value.len - 1);
	if (value.len == 0 || memchr(value.at, '"', value.len) != NULL ||
	    memchr(value.at, '{', value.len) != NULL ||
	    memchr(value.at, '}', value.len) != NULL)
		return N_("an id or a scope is empty, or has a quote or brace "
			  "in it");
	*into = value;
	return NULL;
}

/* {#id　scope=…}, {#idscope=…}: what stands behind the id would be lost in it. */
static bool
is_run_together(struct text id)
{
	for (size_t i = 0; i < id.len; i++)
		if (id.at[i] == '=' || text_starts(text_from(id, i), "＝") ||
		    foreign_space(text_from(id, i)) > 0)
			return true;
	return false;
}

static const char *
item_take(struct mark *mark, struct text item)
{
	static const char *const labels[] = { "scope=", "范围=" };
	if (text_starts(item, "#") && is_run_together(item))
		return N_("an id has an = or a full-width space in it");
	if (text_starts(item, "#"))
		return take(&mark->id, text_from(item, 1), N_("it has two ids"));
	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++)
		if (text_starts(item, labels[i]))
			return take(&mark->scope,
			    text_from(item, strlen(labels[i])),
			    N_("it has two scopes"));
	return N_("only #id, scope=… and 范围=… can stand in it");
}

static void
mark_read(struct mark *mark, struct text inner)
{
	size_t items = 0;
	struct text item;
	while (mark->fault == NULL && (item = item_next(&inner)).len > 0) {
		mark->fault = item_take(mark, item);
		items++;
	}
	if (items == 0)
		mark->fault = N_("it is empty");
}

/* Past white space of either width. */
static struct text
blanks_skip(struct text t)
{
	bool foreign;
	return text_from(t, spaces_skip(t, 0, t.len, &foreign));
}

/* scope or 范围 and its =; in braces it may lack that. */
static bool
begins_scope(struct text t, bool brace)
{
	static const char *const words[] = { "scope", "范围", NULL };
	const char *word = text_starts_any(t, words);
	if (word == NULL || brace)
		return word != NULL;
	t = blanks_skip(text_from(t, strlen(word)));
	return text_starts(t, "=") || text_starts(t, "＝");
}

/*
 * Is a mark begun behind the bracket?  In one that is no brace only where its =
 * is there, too: （范围：全校） is a title's.
 */
static bool
begins_mark(struct text t, bool brace)
{
	t = blanks_skip(t);
	return begins_scope(t, brace) ||
	    (brace && (text_starts(t, "#") || text_starts(t, "＃")));
}

static const char *
fault_of_spoilt(struct text whole, bool brace)
{
	if (!brace)
		return N_("it stands in other brackets than { }");
	if (text_starts(whole, WIDE_OPEN) || text_ends(whole, WIDE_CLOSE))
		return N_("its braces are full-width");
	return memchr(whole.at, '}', whole.len) != NULL
	    ? N_("something stands behind its closing brace")
	    : N_("its closing brace is missing");
}

/* Where scope= or 范围= stands; the text's length when nowhere. */
static size_t
scope_find(struct text t)
{
	size_t at = 0;
	while (at < t.len &&
	    (ascii_is_blank(t.at[at]) || foreign_space(text_from(t, at)) > 0 ||
		!begins_mark(text_from(t, at), false)))
		at++;
	return at;
}

static bool
is_scope_in_brace(struct text t)
{
	size_t brace = text_starts(t, "{") ? 1
	    : text_starts(t, WIDE_OPEN) ? strlen(WIDE_OPEN)
					: 0;
	return brace > 0 && begins_scope(blanks_skip(text_from(t, brace)), true);
}

bool
mark_names_scope(struct text whole)
{
	return scope_find(whole) < whole.len || is_scope_in_brace(whole);
}

static bool
ends_in_space(struct text t)
{
	size_t pos = t.len;
	return t.len == 0 || utf8_is_space(utf8_previous(t, &pos));
}

/*
 * One that is not begun: from its scope on.  Where it is not ended, either, it
 * stands apart: 工作范围=… is a title's.
 */
static struct mark
mark_not_begun(struct text line)
{
	struct mark mark = MARK_NONE;
	size_t at = scope_find(line);
	bool ends = text_ends(line, WIDE_CLOSE) || ends_in_brace(line);
	while (!ends && at < line.len && !ends_in_space(text_cut(line, 0, at)))
		at += 1 + scope_find(text_from(line, at + 1));
	if (at < line.len && (ends || !text_ends(line, "}"))) {
		mark.whole = text_from(line, at);
		mark.fault = N_("its opening brace is missing");
	}
	return mark;
}

/* A mark begun and not ended, or in brackets that are none of a mark's. */
static struct mark
mark_spoilt(struct text line)
{
	/* The first two are braces. */
	static const char *const brackets[] = { "{", WIDE_OPEN, "(", "（", "[",
		"［", "【", "〔" };
	struct mark mark = MARK_NONE;
	for (size_t at = 0; at < line.len; at++) {
		struct text rest = text_from(line, at);
		size_t i = 0, count = sizeof(brackets) / sizeof(*brackets);
		while (i < count && !text_starts(rest, brackets[i]))
			i++;
		if (i == count || text_is_escaped(line, at) ||
		    (!begins_mark(text_from(rest, strlen(brackets[i])), i < 2) &&
			(i != 1 || !text_ends(line, WIDE_CLOSE))))
			continue;
		mark.whole = rest;
		mark.fault = fault_of_spoilt(rest, i < 2);
		return mark;
	}
	return mark_not_begun(line);
}

/* Where {…}, whatever is in it, begins at the end; the length when nowhere. */
static size_t
braces_find(struct text t)
{
	size_t open = t.len;
	if (!ends_in_brace(t))
		return t.len;
	while (open > 0 && t.at[open - 1] != '{')
		open--;
	return open > 0 && !text_is_escaped(t, open - 1) ? open - 1 : t.len;
}

struct mark
mark_find(struct text line)
{
	struct mark mark = MARK_NONE;
	size_t open = braces_find(line);
	if (open == line.len)
		return mark_spoilt(line);
	mark.whole = text_from(line, open);
	mark_read(&mark, text_cut(line, open + 1, line.len - 1));
	/* {scope=…} {#id}, （scope=…）{#id}: the first would be the title's. */
	struct text before = text_trim(text_cut(line, 0, open));
	if (mark.fault == NULL &&
	    (braces_find(before) < before.len ||
		mark_names_scope(mark_spoilt(before).whole)))
		mark.fault = N_("there are two; write one, {#id scope=…}");
	return mark;
}
