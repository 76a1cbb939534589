/* What a review must say: plan, chapter 2; the form's aspects, in its order. */
#include "base/near.h"
#include "base/utf8.h"
#include "check/check.h"
#include "model/reading.h"
#include "model/rules.h"

/* The section that speaks of the aspect; its number, or -1. */
static long
section_of(const struct record *record, const char *aspect)
{
	for (size_t i = 0; i < record->section_count; i++)
		if (record->section_aspects[i] != NULL &&
		    strcmp(record->section_aspects[i], aspect) == 0)
			return (long)i;
	return -1;
}

static bool
any_is(struct text text, bool (*is)(uint32_t code))
{
	for (size_t pos = 0; pos < text.len;)
		if (is(utf8_next(text, &pos)))
			return true;
	return false;
}

/* Nothing is read there: a rule, <br>, &nbsp;, full-width spaces, …… */
static bool
is_empty(struct text body)
{
	struct reading reading = { .text = body };
	/* The usual text need not be looked at more closely. */
	if (any_is(body, utf8_is_han))
		return false;
	struct arena *scratch = arena_new();
	reading_make(&reading, scratch, body, true);
	bool empty = !any_is(reading.text, utf8_is_telling);
	arena_free(scratch);
	return empty;
}

/*
 * Is a section meant to be the aspect's, whose heading the form does not know?
 * That is told there, unless the rule is off.
 */
static bool
is_meant(const struct record *record, const struct aspect *aspect,
    const struct diags *diags)
{
	const char *const names[] = { aspect->id, aspect->title };
	if (diags->levels != NULL &&
	    diags->levels->levels[RULE_ASPECT_UNKNOWN] == DIAG_OFF)
		return false;
	for (size_t i = 0; i < record->section_count; i++) {
		const struct section *s = &record->sections[i];
		struct text name = s->mark_id.len > 0 ? s->mark_id : s->title;
		if (record->section_aspects[i] != NULL || name.len == 0)
			continue;
		char *word = arena_copy(diags->arena, name.at, name.len);
		if (nearest_word(word, names, 2) != NULL)
			return true;
	}
	return false;
}

/* A line without what may stand around a heading: #, **, a colon. */
static struct text
line_bare(struct text line)
{
	line = text_trim(line);
	while (line.len > 0 && strchr("#* \t", line.at[0]) != NULL)
		line = text_from(line, 1);
	while (text_drop(&line, "：") || text_drop(&line, "#") ||
	    text_drop(&line, "*") || text_drop(&line, " ") ||
	    text_drop(&line, "\t") || text_drop(&line, ":"))
		continue;
	return line;
}

/* Where a line is the aspect's title, but no heading of a section; or false. */
static bool
line_of_aspect(const struct record *record, const struct aspect *aspect,
    struct span *span)
{
	for (size_t i = 0; i < record->section_count; i++) {
		const struct section *s = &record->sections[i];
		struct text line, rest = s->body;
		while (rest.len > 0) {
			text_split(rest, '\n', &line, &rest);
			line = line_bare(line);
			if (line.len == 0 ||
			    form_aspect(record->form, line) != aspect)
				continue;
			uint32_t at = (uint32_t)(line.at - s->body.at);
			*span = span_cut(
			    s->body_span, at, at + (uint32_t)line.len);
			return true;
		}
	}
	return false;
}

static void
missing_tell(const struct record *record, const struct aspect *aspect,
    struct diags *diags)
{
	struct span span = record->span;
	if (is_meant(record, aspect, diags))
		return;
	bool written = line_of_aspect(record, aspect, &span);
	struct diag *d = diag_at(diags, &rules[RULE_ASPECT_MISSING], span,
	    "the review says nothing of “%s” (%s)", aspect->title, aspect->id);
	if (written)
		diag_remedy(diags, d,
		    "write the line as a section's heading: ## %s",
		    aspect->title);
	else
		diag_remedy(diags, d, "add a section: ## %s {#%s}",
		    aspect->title, aspect->id);
}

static void
twice_check(const struct record *record, struct diags *diags)
{
	for (size_t i = 0; i < record->section_count; i++) {
		const char *aspect = record->section_aspects[i];
		long first = aspect == NULL ? -1 : section_of(record, aspect);
		if (first < 0 || (size_t)first == i)
			continue;
		struct diag *d = diag_at(diags, &rules[RULE_ASPECT_TWICE],
		    check_heading(&record->sections[i]),
		    "the aspect “%s” has two sections", aspect);
		diag_also(diags, d, check_heading(&record->sections[first]),
		    "the first");
	}
}

/* A problem's aspect may be one of another form only. */
static void
problems_check(const struct record *review, struct diags *diags)
{
	const struct value *problems = record_get(review, "problems");
	for (size_t i = 0; i < value_count(problems); i++) {
		const struct value *aspect =
		    value_get(value_item(problems, i), "aspect");
		if (!value_is(aspect, VALUE_TEXT) ||
		    form_aspect(review->form, aspect->text) != NULL)
			continue;
		struct diag *d = diag_at(diags, &rules[RULE_ASPECT_UNKNOWN],
		    aspect->span, "the form has no aspect “%.*s”",
		    TEXT_ARG(aspect->text));
		diag_also(diags, d, review->form->span, "the form");
		diag_remedy(diags, d, "name an aspect of the review's form");
	}
}

void
check_aspects(const struct checking *checking, const struct record *record,
    struct diags *diags)
{
	(void)checking;
	if (record->form == NULL)
		return;
	long last = -1;
	for (size_t i = 0; i < record->form->aspect_count; i++) {
		const struct aspect *aspect = &record->form->aspects[i];
		long at = section_of(record, aspect->id);
		if (at < 0) {
			missing_tell(record, aspect, diags);
			continue;
		}
		const struct section *section = &record->sections[at];
		if (is_empty(section->body))
			diag_at(diags, &rules[RULE_ASPECT_EMPTY],
			    check_heading(section),
			    "nothing stands under “%s”", aspect->title);
		if (at < last)
			diag_at(diags, &rules[RULE_ASPECT_ORDER],
			    check_heading(section),
			    "“%s” stands after an aspect that follows it in "
			    "the form",
			    aspect->title);
		last = at > last ? at : last;
	}
	twice_check(record, diags);
	problems_check(record, diags);
}
