/* What a review must say: plan, chapter 2; the form's aspects, in its order. */
#include "check/check.h"
#include "model/rules.h"

static struct span
heading(const struct section *section)
{
	return section->title.len > 0 ? section->title_span
				      : section->body_span;
}

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

static void
twice_check(const struct record *record, struct diags *diags)
{
	for (size_t i = 0; i < record->section_count; i++) {
		const char *aspect = record->section_aspects[i];
		long first = aspect == NULL ? -1 : section_of(record, aspect);
		if (first < 0 || (size_t)first == i)
			continue;
		struct diag *d = diag_at(diags, &rules[RULE_ASPECT_TWICE],
		    heading(&record->sections[i]),
		    "the aspect “%s” has two sections", aspect);
		diag_also(diags, d, heading(&record->sections[first]),
		    "the first");
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
			struct diag *d = diag_at(diags,
			    &rules[RULE_ASPECT_MISSING], record->span,
			    "the review says nothing of “%s” (%s)",
			    aspect->title, aspect->id);
			diag_remedy(diags, d, "add a section: ## %s {#%s}",
			    aspect->title, aspect->id);
			continue;
		}
		const struct section *section = &record->sections[at];
		if (text_trim(section->body).len == 0)
			diag_at(diags, &rules[RULE_ASPECT_EMPTY],
			    heading(section),
			    "nothing stands under “%s”", aspect->title);
		if (at < last)
			diag_at(diags, &rules[RULE_ASPECT_ORDER],
			    heading(section),
			    "“%s” stands after an aspect that follows it in "
			    "the form",
			    aspect->title);
		last = at > last ? at : last;
	}
	twice_check(record, diags);
}
