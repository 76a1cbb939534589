#include "read/stray_scope.h"

#include "base/lang.h"
#include "base/utf8.h"
#include "model/rules.h"
#include "read/likeness.h"
#include "read/lines.h"
#include "read/slip.h"

/* Without the quotes and brackets that may close behind it. */
static struct text
closing_drop(struct text t)
{
	static const char *const closing[] = { "]", "}", "\"", "'", "”", "’" };
	size_t count = sizeof(closing) / sizeof(*closing), i = 0;
	for (t = text_trim(t); i < count; i++)
		if (text_ends(t, closing[i])) {
			t = text_trim(text_cut(
			    t, 0, t.len - strlen(closing[i])));
			i = SIZE_MAX; /* the first is next */
		}
	return t;
}

/* What it ends in, behind a slash of either width, a bracket or a quote. */
static struct text
last_word(struct text t, bool flow)
{
	t = closing_drop(t);
	for (size_t pos = t.len, end = pos; pos > 0; end = pos) {
		uint32_t code = utf8_previous(t, &pos);
		if (code == '/' || code == 0xFF0F || code == '[' ||
		    code == '{' || code == '"' || code == '\'' ||
		    code == 0x201C || code == 0x2018 || (flow && code == ':'))
			return text_trim(text_from(t, end));
	}
	return t;
}

/*
 * WITHIN/CLASS, or a class alone; in brackets one of several, or {within: …,
 * who: CLASS}.  It is told by the class, of those that there are.
 */
static bool
is_label(const struct corpus *corpus, struct text value, struct arena *arena)
{
	bool flow = text_starts(value, "[") || text_starts(value, "{");
	struct text item = value, rest = TEXT_LIT("");
	do {
		if (flow)
			text_split(value, ',', &item, &rest);
		if (programme_term(corpus->programme, VOCABULARY_CLASS,
			word_narrow(arena, last_word(item, flow))) != NULL)
			return true;
		value = rest;
	} while (value.len > 0);
	return false;
}

static bool
is_scope(struct text name)
{
	return text_is(name, "scope") || text_is(name, "范围");
}

/* As it is known, in whatever width and case it is written. */
static struct text
name_known(struct arena *arena, struct text name)
{
	return arena_small(arena, word_narrow(arena, name));
}

/* Without the white space of either width before it. */
static struct text
line_trim(struct text line)
{
	bool foreign;
	line = text_trim(line);
	return text_from(line, spaces_skip(line, 0, line.len, &foreign));
}

static struct diag *
scope_tell(struct text text, struct span where, struct text line,
    struct diags *diags)
{
	uint32_t start = (uint32_t)(line.at - text.at);
	return diag_at(diags, &rules[RULE_SECTION_MARK],
	    span_cut(where, start, start + (uint32_t)line.len),
	    "a scope in the text narrows nothing");
}

static bool
has_text(struct text text, const char *part)
{
	return memmem(text.at, text.len, part, strlen(part)) != NULL;
}

/*
 * A scope that is indented like the lines of a text above it, or that only
 * full-width marks part from a text, is of that text, and shown with it.
 * Behind a comma a class alone is prose: …，范围：群众.
 */
static void
line_check(const struct corpus *corpus, struct text text, struct span where,
    struct text line, struct diags *diags)
{
	struct key_place key;
	for (size_t start = 0, end; start < line.len;
	     start = end + strlen("，")) {
		const char *comma = memmem(
		    line.at + start, line.len - start, "，", strlen("，"));
		end = comma == NULL ? line.len : (size_t)(comma - line.at);
		struct text piece = line_trim(text_cut(line, start, end));
		bool begins = start == 0;
		if ((begins && line.at == text.at) ||
		    !key_place_find(&key, piece, 0, piece.len) ||
		    !is_scope(name_known(diags->arena,
			text_cut(piece, 0, key.key_end))) ||
		    (!begins && !has_text(piece, "/") &&
			!has_text(piece, "／")) ||
		    !is_label(corpus, text_from(piece, key.value),
			diags->arena))
			continue;
		diag_remedy(diags, scope_tell(text, where, piece, diags), "%s",
		    begins ? N_("begin all fields of one level in the same "
				"column")
			   : N_("write a half-width comma and a space"));
	}
}

static void
value_check(const struct corpus *corpus, const struct value *value,
    struct text source, struct diags *diags)
{
	for (size_t i = 0; i < value_count(value); i++)
		value_check(corpus, value_child(value, i), source, diags);
	if (value->kind != VALUE_TEXT)
		return;
	struct text text =
	    text_cut(source, value->span.start, value->span.end);
	for (size_t pos = 0; pos < text.len;)
		line_check(corpus, text, value->span, line_next(text, &pos),
		    diags);
}

/*
 * Among the fields that a text begins with, below the line that ends them or
 * below a heading; NULL when there is none.
 */
static struct diag *
scope_check(const struct corpus *corpus, struct text body, struct span where,
    struct diags *diags)
{
	struct text line, listed = TEXT_LIT("");
	struct key_place key;
	for (size_t pos = 0; pos < body.len;) {
		line = line_trim(line_next(body, &pos));
		if (line.len == 0 || text_is(line, "---"))
			continue;
		/* scope:, and its labels on lines of their own. */
		bool item = listed.len > 0 && text_starts(line, "-");
		if (!item && !key_place_find(&key, line, 0, line.len))
			return NULL;
		struct text name = name_known(diags->arena,
		    text_cut(line, 0, item ? 0 : key.key_end));
		struct text value =
		    text_trim(text_from(line, item ? 1 : key.value));
		if (!item && !field_is_known(name))
			return NULL;
		bool scope = is_scope(name);
		if ((item || scope) && is_label(corpus, value, diags->arena))
			return scope_tell(
			    body, where, item ? listed : line, diags);
		if (!item)
			listed = scope && value.len == 0 ? line : TEXT_LIT("");
	}
	return NULL;
}

void
stray_scope_in_fields(const struct corpus *corpus, const struct front *front,
    const struct value *map, struct text source, struct diags *diags)
{
	/* Scope, SCOPE, ｓｃｏｐｅ … */
	static const char *const names[] = { "范围", "cope", "COPE", "ｃｏｐｅ",
		"ＣＯＰＥ" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (has_text(front->yaml, names[i])) {
			value_check(corpus, map, source, diags);
			return;
		}
}

void
stray_scope_in_body(const struct corpus *corpus, struct text body,
    struct span where, struct diags *diags)
{
	struct diag *d = scope_check(corpus, body, where, diags);
	if (d != NULL)
		diag_remedy(diags, d,
		    "move it up among the fields, above the line --- that ends "
		    "them");
}

/* Looked at closer only where it may be: in width and case it may differ. */
static bool
may_begin_with_scope(struct text body)
{
	struct text line = TEXT_LIT("");
	for (size_t pos = 0; line.len == 0 && pos < body.len;)
		line = line_trim(line_next(body, &pos));
	return line.len > 0 && (strchr("sS\xEF", line.at[0]) != NULL ||
	    text_starts(line, "范围"));
}

void
stray_scope_in_section(const struct corpus *corpus,
    const struct section *section, struct diags *diags)
{
	if (may_begin_with_scope(section->body))
		scope_check(
		    corpus, section->body, section->body_span, diags);
}
