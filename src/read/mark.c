#include "read/mark.h"

#include "base/lang.h"

#define WIDE_OPEN "｛"
#define WIDE_CLOSE "｝"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool
is_escaped(struct text line, size_t at)
{
	size_t i = at;
	while (i > 0 && line.at[i - 1] == '\\')
		i--;
	return (at - i) % 2 != 0;
}

/* The next item of the mark, at the front of *rest, which moves behind it. */
static struct text
item_next(struct text *rest)
{
	size_t start = 0, i;
	while (start < rest->len && is_blank(rest->at[start]))
		start++;
	bool quoted = false;
	for (i = start; i < rest->len && (quoted || !is_blank(rest->at[i]));
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
	    memchr(value.at, '{', value.len) != NULL)
		return N_("an id or a scope is empty, or has a quote or brace "
			  "in it");
	*into = value;
	return NULL;
}

static const char *
item_take(struct mark *mark, struct text item)
{
	static const char *const labels[] = { "scope=", "范围=" };
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

/* A mark begun and not ended, or in full-width braces. */
static struct mark
mark_spoilt(struct text line)
{
	static const char *const starts[] = { "{#", "{scope", "{范围",
		WIDE_OPEN };
	struct mark mark = { TEXT_LIT(""), TEXT_LIT(""), TEXT_LIT(""), NULL };
	bool wide = text_ends(line, WIDE_CLOSE);
	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++) {
		const char *at =
		    memmem(line.at, line.len, starts[i], strlen(starts[i]));
		if (at == NULL || is_escaped(line, (size_t)(at - line.at)) ||
		    (i == 3 && !wide))
			continue;
		mark.whole = text_from(line, (size_t)(at - line.at));
		mark.fault = wide ? N_("its braces are full-width")
				  : N_("its closing brace is missing");
		return mark;
	}
	return mark;
}

struct mark
mark_find(struct text line)
{
	struct mark mark = { TEXT_LIT(""), TEXT_LIT(""), TEXT_LIT(""), NULL };
	if (!text_ends(line, "}") || is_escaped(line, line.len - 1))
		return mark_spoilt(line);
	size_t open = line.len - 1;
	while (open > 0 && line.at[open] != '{')
		open--;
	if (line.at[open] != '{' || is_escaped(line, open))
		return mark_spoilt(line);
	mark.whole = text_from(line, open);
	mark_read(&mark, text_cut(line, open + 1, line.len - 1));
	/* {scope=…} {#id}: the first would be a part of the title. */
	struct text before = text_trim(text_cut(line, 0, open));
	if (mark.fault == NULL && text_ends(before, "}") &&
	    !is_escaped(before, before.len - 1))
		mark.fault = N_("there are two; write one, {#id scope=…}");
	return mark;
}
