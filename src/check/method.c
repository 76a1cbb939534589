/* Methods and occasions that fit: plan, chapter 3. */
#include "check/reviewer.h"
#include "model/rules.h"

/* Where programme.yaml says which forms a method or an occasion is for. */
static struct span
forms_span(const struct programme *programme, enum vocabulary vocabulary,
    const struct value *id)
{
	const struct term *term =
	    programme_term(programme, vocabulary, id->text);
	return value_get(term->item, "forms")->span;
}

static void
method_check(const struct programme *programme, const struct record *record,
    struct diags *diags)
{
	const struct value *method = record_get(record, "method");
	if (method == NULL ||
	    term_fits(programme, VOCABULARY_METHOD, method->text.at,
		record->form))
		return;
	struct diag *d = diag_at(diags, &rules[RULE_METHOD_UNFIT],
	    method->span, "the method “%s” is not for the form “%s”",
	    programme_name(programme, VOCABULARY_METHOD, method->text.at),
	    record->form->short_name);
	diag_also(diags, d, forms_span(programme, VOCABULARY_METHOD, method),
	    "the programme says here which forms it is for");
}

static void
occasion_check(const struct programme *programme, const struct record *record,
    struct diags *diags)
{
	const struct value *occasion = record_get(record, "occasion");
	const struct form *form = record->form;
	if (occasion == NULL) {
		if (!form->occasion)
			return;
		struct diag *d = diag_at(diags, &rules[RULE_OCCASION_MISSING],
		    record->span,
		    "a review by the form “%s” names its occasion (场合)",
		    form->short_name);
		diag_also(diags, d, form->span, "the form");
		return;
	}
	if (term_fits(programme, VOCABULARY_OCCASION, occasion->text.at, form))
		return;
	struct diag *d = diag_at(diags, &rules[RULE_OCCASION_UNFIT],
	    occasion->span, "the occasion “%s” is not for the form “%s”",
	    programme_name(programme, VOCABULARY_OCCASION, occasion->text.at),
	    form->short_name);
	diag_also(diags, d,
	    forms_span(programme, VOCABULARY_OCCASION, occasion),
	    "the programme says here which forms it is for");
}

/* By the line that lets him review: a liaison leader's is on the spot. */
static void
line_check(const struct checking *checking, const struct record *record,
    struct diags *diags)
{
	struct reviewing r;
	const struct value *method = record_get(record, "method");
	if (method == NULL || !reviewing_make(&r, checking, record))
		return;
	const struct reviewer *line = reviewing_line(&r);
	const struct term_list *methods =
	    &checking->programme->terms[VOCABULARY_METHOD];
	if (line == NULL || line->method < 0 ||
	    text_is(method->text, methods->items[line->method].id))
		return;
	struct diag *d = diag_at(diags, &rules[RULE_LIAISON_METHOD],
	    method->span, "%s reviews %s by “%s”, where “%s” is meant",
	    r.reviewer->name, subject_name(&r.subject),
	    programme_name(checking->programme, VOCABULARY_METHOD,
		method->text.at),
	    methods->items[line->method].name);
	diag_also(diags, d, line->span, "the programme says so here");
	diag_remedy(diags, d, "review by %s (%s)",
	    methods->items[line->method].id,
	    methods->items[line->method].name);
}

void
check_method(const struct checking *checking, const struct record *record,
    struct diags *diags)
{
	if (!record_is(record, "review") || record->form == NULL)
		return;
	method_check(checking->programme, record, diags);
	occasion_check(checking->programme, record, diags);
	line_check(checking, record, diags);
}
